// An app that checks everything that oauth4webapi can check, without one exception. Run by `journeys/openid.spec.ts`.
// `/` leads to Twofold, `/callback` answers with what was learned, `/again` tries what it has got once more, `/revoke` gives
// it back. Whatever a check refuses is answered with 500 and the reason.
import { createServer } from "node:http";
import * as oauth from "oauth4webapi";

const { ISSUER, CLIENT_ID, CLIENT_SECRET, APP_URL, ACR, MAX_AGE } = process.env;
const client = { client_id: CLIENT_ID, id_token_signed_response_alg: "ES256" };
const secret = oauth.ClientSecretPost(CLIENT_SECRET);
const redirectUri = `${APP_URL}/callback`;
const maxAge = Number(MAX_AGE);
const issuer = new URL(ISSUER);
const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { algorithm: "oidc" }));
// The description of OAuth (RFC 8414) is the same.
await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { algorithm: "oauth2" }));

const state = oauth.generateRandomState();
const nonce = oauth.generateRandomNonce();
const verifier = oauth.generateRandomCodeVerifier();
let tokens;

async function start() {
  const target = new URL(server.authorization_endpoint);
  const parameters = {
    client_id: CLIENT_ID,
    redirect_uri: redirectUri,
    response_type: "code",
    scope: "openid profile email",
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    max_age: MAX_AGE,
    acr_values: ACR,
    prompt: "login",
  };
  for (const [name, value] of Object.entries(parameters)) target.searchParams.set(name, value);
  return { status: 303, location: target.href };
}

async function callback(url) {
  const answer = oauth.validateAuthResponse(server, client, url, state);
  const bought = await oauth.authorizationCodeGrantRequest(server, client, secret, answer, redirectUri, verifier);
  const checks = { expectedNonce: nonce, maxAge, requireIdToken: true };
  tokens = await oauth.processAuthorizationCodeResponse(server, client, bought, checks);
  await oauth.validateApplicationLevelSignature(server, bought);
  const claims = oauth.getValidatedIdTokenClaims(tokens);
  return { status: 200, body: { claims, ...(await learned(claims.sub)) } };
}

/** Returns what user info and introspection say of the access token. */
async function learned(sub) {
  const asked = await oauth.userInfoRequest(server, client, tokens.access_token);
  const user = await oauth.processUserInfoResponse(server, client, sub, asked);
  return { user, introspected: await introspected() };
}

async function introspected() {
  const asked = await oauth.introspectionRequest(server, client, secret, tokens.access_token);
  return oauth.processIntrospectionResponse(server, client, asked);
}

/** Refreshes, or says why not. */
async function again() {
  const asked = await oauth.refreshTokenGrantRequest(server, client, secret, tokens.refresh_token);
  try {
    tokens = await oauth.processRefreshTokenResponse(server, client, asked);
  } catch (error) {
    if (!(error instanceof oauth.ResponseBodyError)) throw error;
    return { status: 200, body: { refused: error.error, introspected: await introspected() } };
  }
  await oauth.validateApplicationLevelSignature(server, asked);
  const claims = oauth.getValidatedIdTokenClaims(tokens);
  return { status: 200, body: { claims, ...(await learned(claims.sub)) } };
}

async function revoke() {
  await oauth.processRevocationResponse(await oauth.revocationRequest(server, client, secret, tokens.refresh_token));
  return { status: 200, body: { introspected: await introspected() } };
}

const routes = { "/": start, "/callback": callback, "/again": again, "/revoke": revoke };
createServer(async (request, response) => {
  const url = new URL(request.url, APP_URL);
  const none = async () => ({ status: 404, body: "no such page" });
  const { status, location, body } = await (routes[url.pathname] ?? none)(url).catch((error) => {
    console.error(error);
    return { status: 500, body: `${error}: ${error.cause}` };
  });
  response.writeHead(status, { "content-type": "application/json", ...(location && { location }) });
  response.end(JSON.stringify(body));
}).listen(new URL(APP_URL).port, "127.0.0.1", () => console.log("The app serves"));
