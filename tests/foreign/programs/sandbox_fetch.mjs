// Shopify's clients always say https and the shop's own domain; this carries the request to the local Shopify instead.

export function fetchFrom(sandboxUrl) {
  return (url, options) => {
    const asked = new URL(url);
    return fetch(new URL(asked.pathname + asked.search, sandboxUrl), options);
  };
}

export async function readInput() {
  const parts = [];
  for await (const part of process.stdin) parts.push(part);
  return JSON.parse(Buffer.concat(parts).toString());
}

export function answer(value) {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
