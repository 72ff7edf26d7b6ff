import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { Program } from "./program";
import { ROOT } from "./stand";

/** What nginx serves on one port of this machine: Twofold's own site, and perhaps an application behind forward-auth. */
export interface Sites {
  port: number;
  accounts: { host: string; address: string };
  app?: { host: string; address: string };
}

/** Starts nginx with the documented configurations, and with a certificate that nobody knows: `crt` in its home. */
export async function startNginx(home: string, { port, accounts, app }: Sites): Promise<Program> {
  const [crt, key] = [join(home, "crt"), join(home, "key")];
  const hosts = [accounts, ...(app ? [app] : [])].map(({ host }) => `DNS:${host}`);
  const names = `subjectAltName=${hosts.join()}`;
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const certificate = ["req", "-x509", "-days", "2", ...kind, "-subj", "/CN=twofold", "-addext", names];
  execFileSync("openssl", [...certificate, "-keyout", key, "-out", crt], { stdio: "ignore" });

  const site = async (path: string, documented: string, host: string, more: Record<string, string>) => {
    let text = await readFile(join(ROOT, "server/docs/proxies", path), "utf8");
    const parts = {
      "listen 443 ssl": `listen 127.0.0.1:${port} ssl`,
      [`server_name ${documented}`]: `server_name ${host}`,
      [`/etc/ssl/${documented}.crt`]: crt,
      [`/etc/ssl/${documented}.key`]: key,
      "127.0.0.1:3000": accounts.address,
      ...more,
    };
    for (const [part, own] of Object.entries(parts)) {
      expect(text).toContain(part);
      text = text.replaceAll(part, own);
    }
    return text;
  };
  const own = await site("nginx.conf", "accounts.example.com", accounts.host, {});
  const applications = app
    ? await site("forward-auth/nginx.conf", "app.example.com", app.host, {
        "$app_host app.example.com": `$app_host ${app.host}:${port}`,
        "127.0.0.1:8080": app.address,
      })
    : "";

  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((part) => `${part}_temp_path ${join(home, part)};`);
  const http = `access_log off; ${temporary.join(" ")}\n${own}\n${applications}`;
  const main = `daemon off; pid ${join(home, "pid")}; error_log stderr notice; events {} http { ${http} }`;
  const file = join(home, "nginx.conf");
  await writeFile(file, main);
  const nginx = Program.start("nginx", ["-e", "stderr", "-c", file], { PATH: `${process.env.PATH}:/usr/sbin` });
  await nginx.writes(/start worker process /);
  return nginx;
}
