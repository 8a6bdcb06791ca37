// An app made with Shopify's @shopify/shopify-api: buys a token with its credentials, then does one operation.
import '@shopify/shopify-api/adapters/node';
import { shopifyApi } from '@shopify/shopify-api';
import { setAbstractFetchFunc } from '@shopify/shopify-api/runtime';
import { answer, fetchFrom, readInput } from './sandbox_fetch.mjs';

const asked = await readInput();
setAbstractFetchFunc(fetchFrom(asked.sandbox));
const app = shopifyApi({
  apiKey: asked.client_id,
  apiSecretKey: asked.client_secret,
  apiVersion: asked.version,
  hostName: 'app.example.com',
  isEmbeddedApp: false,
  logger: { log: (_severity, message) => process.stderr.write(`${message}\n`) },
});

try {
  const { session } = await app.auth.clientCredentials({ shop: asked.shop });
  const client = new app.clients.Graphql({ session });
  const { data } = await client.request(asked.query, { variables: asked.variables });
  answer({ session: session.toObject(), data });
} catch (error) {
  answer({ error: { name: error.constructor.name, message: error.message, status: error.response?.code } });
}
