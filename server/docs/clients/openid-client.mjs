#!/usr/bin/env node
// An app whose users sign in with Twofold (OpenID Connect). Needs Node 20 or newer, and `npm install openid-client jose`.
//
//   ISSUER          https://accounts.example.com
//   CLIENT_ID       the app's, as `twofold app add` or the page Apps shows it
//   CLIENT_SECRET   the same; it is shown once
//   APP_URL         where browsers find this app [default: http://127.0.0.1:8000]; it listens on that port of 127.0.0.1
//
// Addresses that Twofold has to know: APP_URL/callback to come back to after signing in, APP_URL/ after signing out, and
// APP_URL/ended for the end of sessions (back channel).
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { createRemoteJWKSet, jwtVerify } from "jose";
import * as oidc from "openid-client";

const { ISSUER, CLIENT_ID, CLIENT_SECRET, APP_URL = "http://127.0.0.1:8000" } = process.env;
const SECOND_FACTOR = "urn:twofold:acr:mfa";
const SESSION_ENDED = "http://schemas.openid.net/event/backchannel-logout";
// Browsers take a cookie of this prefix only over https and from this very host.
const COOKIE = APP_URL.startsWith("https:") ? "__Host-app" : "app";
const COOKIE_RULES = `; Path=/; HttpOnly; SameSite=Lax${APP_URL.startsWith("https:") ? "; Secure" : ""}`;

const config = await oidc.discovery(new URL(ISSUER), CLIENT_ID, undefined, oidc.ClientSecretBasic(CLIENT_SECRET), {
  execute: [oidc.enableNonRepudiationChecks], // Signatures are verified as well, although tokens come over TLS.
});
const { issuer, jwks_uri } = config.serverMetadata();
const keys = createRemoteJWKSet(new URL(jwks_uri));

/** Sign-ins that have begun, and sessions, by the value of the browser's cookie. Keep them in your database. */
const begun = new Map();
const sessions = new Map();

/** Leads to Twofold. What only this browser knows (state, nonce, verifier) binds the answer to it. */
async function signIn(request, cookie) {
  const acr = new URL(request.url, APP_URL).searchParams.has("second-factor") ? SECOND_FACTOR : undefined;
  const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()];
  const id = newId();
  begun.delete(cookie);
  begun.set(id, { state, nonce, verifier, acr });
  // Most are never finished; the oldest goes.
  if (begun.size > 10_000) begun.delete(begun.keys().next().value);
  const target = oidc.buildAuthorizationUrl(config, {
    redirect_uri: `${APP_URL}/callback`,
    scope: "openid profile email",
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    ...(acr && { acr_values: acr }),
  });
  return leads(target, id);
}

/** Twofold leads back: with a code, which buys tokens, or with an error. */
async function callback(request, cookie) {
  const wanted = begun.get(cookie);
  begun.delete(cookie);
  if (!wanted) return page(400, "<p>This sign-in has not begun in this browser.</p>");
  const tokens = await oidc.authorizationCodeGrant(config, new URL(request.url, APP_URL), {
    expectedState: wanted.state,
    expectedNonce: wanted.nonce,
    pkceCodeVerifier: wanted.verifier,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  // What was asked for may have been taken out of the address on the way.
  if (wanted.acr && claims.acr !== wanted.acr) return page(403, "<p>A second factor is needed.</p>");
  const user = await oidc.fetchUserInfo(config, tokens.access_token, claims.sub);
  const id = newId();
  sessions.set(id, { tokens, claims, user });
  return leads(`${APP_URL}/`, id);
}

/** Asks Twofold again. It refuses once the session has ended there. A refresh token is good once, so keep the new one. */
async function refresh(_, cookie) {
  const session = sessions.get(cookie);
  if (!session) return leads(`${APP_URL}/`);
  try {
    const tokens = await oidc.refreshTokenGrant(config, session.tokens.refresh_token);
    const user = await oidc.fetchUserInfo(config, tokens.access_token, session.claims.sub);
    Object.assign(session, { tokens, user, refreshed: (session.refreshed ?? 0) + 1 });
  } catch (error) {
    if (error.error !== "invalid_grant") throw error;
    sessions.delete(cookie);
  }
  return leads(`${APP_URL}/`);
}

/** Ends the session here, and leads to Twofold, which ends its own and leads back. */
async function signOut(_, cookie) {
  const session = sessions.get(cookie);
  sessions.delete(cookie);
  if (!session) return leads(`${APP_URL}/`);
  const target = { id_token_hint: session.tokens.id_token, post_logout_redirect_uri: `${APP_URL}/` };
  return leads(oidc.buildEndSessionUrl(config, target));
}

/** Twofold tells that a session has ended there (OpenID Connect Back-Channel Logout 1.0). */
async function ended(request) {
  const form = new URLSearchParams(await read(request));
  const { payload } = await jwtVerify(form.get("logout_token") ?? "", keys, {
    issuer,
    audience: CLIENT_ID,
    typ: "logout+jwt",
    algorithms: ["RS256", "ES256"],
    requiredClaims: ["iat", "exp", "jti", "sid"],
  });
  if (!payload.events?.[SESSION_ENDED] || "nonce" in payload) throw new Error("this is no logout token");
  for (const [id, { claims }] of sessions) if (claims.sid === payload.sid) sessions.delete(id);
  return { status: 200 };
}

function home(_, cookie) {
  const session = sessions.get(cookie);
  if (!session) {
    return page(200, '<p>You are signed out.</p><p><a href="/sign-in">Sign in</a></p><p><a href="/sign-in?second-factor">Sign in with a second factor</a></p>');
  }
  const { claims, user, refreshed = 0 } = session;
  const shown = {
    name: user.name,
    email: user.email,
    sub: claims.sub,
    acr: claims.acr,
    amr: claims.amr.join(" "),
    auth_time: new Date(claims.auth_time * 1000).toISOString(),
    sid: claims.sid,
    refreshed,
  };
  const rows = Object.entries(shown).map(([name, value]) => `<dt>${name}</dt><dd id="${name}">${escaped(value)}</dd>`);
  const button = (path, label) => `<form method="post" action="${path}"><button>${label}</button></form>`;
  return page(200, `<dl>${rows.join("")}</dl>${button("/refresh", "Refresh")}${button("/sign-out", "Sign out")}`);
}

const newId = () => randomBytes(32).toString("base64url");
const leads = (target, id) => ({ status: 303, headers: { location: String(target), ...(id && { "set-cookie": `${COOKIE}=${id}${COOKIE_RULES}` }) } });
const escaped = (text) => String(text ?? "").replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

function page(status, content) {
  const body = `<!doctype html><html lang="en"><title>App</title><link rel="icon" href="data:,"><h1>App</h1>${content}</html>`;
  return { status, headers: { "content-type": "text/html; charset=utf-8" }, body };
}

async function read(request) {
  let text = "";
  for await (const chunk of request) if ((text += chunk).length > 16_384) throw new Error("the body is too large");
  return text;
}

const routes = {
  "GET /": home,
  "GET /sign-in": signIn,
  "GET /callback": callback,
  "POST /refresh": refresh,
  "POST /sign-out": signOut,
  "POST /ended": ended,
};

async function answer(request) {
  const route = routes[`${request.method} ${new URL(request.url, APP_URL).pathname}`];
  if (!route) return page(404, "<p>There is no such page.</p>");
  const cookies = (request.headers.cookie ?? "").split("; ").map((pair) => pair.split("="));
  const [, cookie] = cookies.find(([name]) => name === COOKIE) ?? [];
  try {
    return await route(request, cookie);
  } catch (error) {
    console.error(error); // It may contain tokens: let no one else read this log.
    return page(400, `<p>That did not work: ${escaped(error.error ?? error.code)}</p>`);
  }
}

const server = createServer(async (request, response) => {
  const { status, headers, body } = await answer(request);
  response.writeHead(status, { "cache-control": "no-store", ...headers }).end(body);
});
server.listen(new URL(APP_URL).port || 8000, "127.0.0.1", () => console.log(`The app serves on ${APP_URL}`));
