// Takes webhooks as Shopify's @shopify/shopify-api advises: 200 for valid ones, 401 for others, with what it found.
import http from 'node:http';
import '@shopify/shopify-api/adapters/node';
import { shopifyApi } from '@shopify/shopify-api';

const [clientSecret, apiVersion] = process.argv.slice(2);
const app = shopifyApi({
  apiKey: 'unused',
  apiSecretKey: clientSecret,
  apiVersion,
  hostName: 'app.example.com',
  isEmbeddedApp: false,
  logger: { log: (_severity, message) => process.stderr.write(`${message}\n`) },
});

const server = http.createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  const rawBody = Buffer.concat(parts).toString();
  const found = await app.webhooks.validate({ rawBody, rawRequest: request, rawResponse: response });
  response.writeHead(found.valid ? 200 : 401, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(found));
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${server.address().port}\n`));
