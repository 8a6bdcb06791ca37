// One operation by Shopify's @shopify/admin-api-client.
import { createAdminApiClient } from '@shopify/admin-api-client';
import { answer, fetchFrom, readInput } from './sandbox_fetch.mjs';

const asked = await readInput();
const client = createAdminApiClient({
  storeDomain: asked.shop,
  apiVersion: asked.version,
  accessToken: asked.token,
  retries: asked.retries ?? 0,
  customFetchApi: fetchFrom(asked.sandbox),
});
const { data, errors, extensions } = await client.request(asked.query, { variables: asked.variables });
answer({ data, extensions, errors: errors && { ...errors, response: undefined } });
