//! Real proxies with the documented configurations, and a client that speaks TLS to them.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// The client's address. It differs from the proxy's, 127.0.0.1.
pub(crate) const CLIENT: &str = "127.0.0.2";

/// What Apache is made of for the sample: Debian loads the first four by itself.
const APACHE_MODULES: [&str; 8] = [
    "mpm_event",
    "authn_core",
    "authz_core",
    "authz_user",
    "ssl",
    "proxy",
    "proxy_http",
    "auth_openidc",
];

/// The real servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Server {
    Nginx,
    Caddy,
    Apache,
}

/// A running proxy, stopped on drop.
pub(crate) struct Proxy(Child, Server);

impl Drop for Proxy {
    fn drop(&mut self) {
        let _: std::io::Result<()> = match self.1 {
            // It ends its children itself.
            Server::Apache => Command::new("kill").arg(self.0.id().to_string()).status().map(|_| ()),
            Server::Nginx | Server::Caddy => self.0.kill(),
        };
        let _: std::io::Result<std::process::ExitStatus> = self.0.wait();
    }
}

/// The place of a proxy: a host name with its certificate, a port, and a folder.
pub(crate) struct Front {
    host: &'static str,
    pub port: u16,
    folder: tempfile::TempDir,
}

impl Server {
    const fn program(self) -> &'static str {
        match self {
            Self::Nginx => "/usr/sbin/nginx",
            Self::Caddy => "/usr/bin/caddy",
            Self::Apache => "/usr/sbin/apache2",
        }
    }

    /// Whether the server is installed.
    pub(crate) fn installed(self) -> bool {
        let needed: &[&str] = match self {
            Self::Apache => &[self.program(), "/usr/lib/apache2/modules/mod_auth_openidc.so"],
            Self::Nginx | Self::Caddy => &[self.program()],
        };
        let there = needed.iter().all(|file| Path::new(file).is_file());
        if !there {
            let program = self.program();
            eprintln!("NOTE: NOT CHECKED: {program} is not installed; scripts/setup installs it");
        }
        there
    }
}

impl Front {
    pub(crate) fn new(host: &'static str) -> Self {
        let port = free_port();
        let folder = tempfile::tempdir().unwrap();
        let (subject, name) = (format!("/CN={host}"), format!("subjectAltName=DNS:{host}"));
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
        let made = Command::new("openssl")
            .args(["req", "-x509", "-days", "2"])
            .args(key)
            .args(["-subj", &subject, "-addext", &name])
            .args(["-addext", "basicConstraints=critical,CA:FALSE"])
            .args(["-keyout", "key", "-out", "crt"])
            .current_dir(folder.path())
            .output();
        assert!(made.unwrap().status.success());
        Self { host, port, folder }
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn shown(&self, name: &str) -> String {
        self.file(name).display().to_string()
    }

    /// Starts a server with a documented configuration, whose host is `documented`, and with the parts of this test in
    /// place of other documented ones.
    pub(crate) fn start(&self, server: Server, text: &str, documented: &str, parts: &[(&str, String)]) -> Proxy {
        match server {
            Server::Nginx => self.nginx(text, documented, parts),
            Server::Caddy => self.caddy(text, documented, parts),
            Server::Apache => self.apache(text, documented, parts),
        }
    }

    fn nginx(&self, text: &str, documented: &str, parts: &[(&str, String)]) -> Proxy {
        let certificate = |kind: &str| (format!("/etc/ssl/{documented}.{kind}"), self.shown(kind));
        let own = [
            (
                "listen 443 ssl".to_owned(),
                format!("listen 127.0.0.1:{} ssl", self.port),
            ),
            (
                format!("server_name {documented}"),
                format!("server_name {}", self.host),
            ),
            certificate("crt"),
            certificate("key"),
        ];
        fs::write(self.file("site.conf"), replaced(&replaced(text, &own), parts)).unwrap();
        let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .iter()
            .map(|kind| format!("{kind}_temp_path {}; ", self.shown(kind)))
            .collect();
        let http = format!("access_log off; {temporary} include {};", self.shown("site.conf"));
        let pid = self.shown("pid");
        let main = format!("daemon off; pid {pid}; error_log stderr notice; events {{}} http {{ {http} }}");
        fs::write(self.file("main.conf"), main).unwrap();
        let mut command = Command::new(Server::Nginx.program());
        command.arg("-e").arg("stderr").arg("-c").arg(self.file("main.conf"));
        self.run(&mut command, Server::Nginx, "start worker process ")
    }

    fn caddy(&self, text: &str, documented: &str, parts: &[(&str, String)]) -> Proxy {
        let (crt, key) = (self.shown("crt"), self.shown("key"));
        let site = format!("https://{}:{} {{\n\ttls {crt} {key}", self.host, self.port);
        let text = replaced(&replaced(text, &[(format!("{documented} {{"), site)]), parts);
        let options = "{\n\tadmin off\n\tauto_https disable_redirects\n\tdefault_bind 127.0.0.1\n}\n";
        fs::write(self.file("Caddyfile"), format!("{options}{text}")).unwrap();
        let mut command = Command::new(Server::Caddy.program());
        command
            .args(["run", "--adapter", "caddyfile", "--config"])
            .arg(self.file("Caddyfile"))
            .env("HOME", self.folder.path())
            .env("XDG_DATA_HOME", self.folder.path());
        self.run(&mut command, Server::Caddy, "serving initial configuration")
    }

    fn apache(&self, text: &str, documented: &str, parts: &[(&str, String)]) -> Proxy {
        let certificate = |kind: &str| (format!("/etc/ssl/{documented}.{kind}"), self.shown(kind));
        let own = [
            certificate("crt"),
            certificate("key"),
            ("*:443".to_owned(), format!("127.0.0.1:{}", self.port)),
            (format!("ServerName {documented}"), format!("ServerName {}", self.host)),
            (
                format!("https://{documented}"),
                format!("https://{}:{}", self.host, self.port),
            ),
        ];
        fs::write(self.file("site.conf"), replaced(&replaced(text, &own), parts)).unwrap();
        let modules: String = APACHE_MODULES
            .iter()
            .map(|module| format!("LoadModule {module}_module /usr/lib/apache2/modules/mod_{module}.so\n"))
            .collect();
        let folder = self.folder.path().display();
        let main = format!(
            "{modules}ServerName {}\nServerRoot {folder}\nDefaultRuntimeDir {folder}\nPidFile {folder}/pid\n\
             Mutex pthread\nListen 127.0.0.1:{}\nUser nobody\nGroup nogroup\nErrorLog /dev/stderr\nInclude site.conf\n",
            self.host, self.port
        );
        fs::write(self.file("main.conf"), main).unwrap();
        let mut command = Command::new(Server::Apache.program());
        command.arg("-DFOREGROUND").arg("-f").arg(self.file("main.conf"));
        self.run(&mut command, Server::Apache, "resuming normal operations")
    }

    /// Starts a proxy and waits until it accepts connections.
    fn run(&self, command: &mut Command, server: Server, ready: &str) -> Proxy {
        let command = command.stdin(Stdio::null()).stdout(Stdio::null());
        let mut proxy = Proxy(command.stderr(Stdio::piped()).spawn().unwrap(), server);
        let mut log = BufReader::new(proxy.0.stderr.take().unwrap());
        let (mut said, mut line) = (String::new(), String::new());
        while !line.contains(ready) {
            line.clear();
            assert!(log.read_line(&mut line).unwrap() > 0, "it did not start: {said}");
            said.push_str(&line);
        }
        TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        // The rest of the log is read, because a full pipe would block the program.
        std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
        proxy
    }

    /// Sends a request through the proxy and returns the whole answer.
    pub(crate) fn ask(&self, head: &str, body: &str) -> String {
        let mut client = Command::new("openssl")
            .args(["s_client", "-quiet", "-verify_return_error", "-bind", CLIENT])
            .args(["-servername", self.host])
            .args(["-connect", &format!("127.0.0.1:{}", self.port), "-CAfile"])
            .arg(self.file("crt"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let request = format!("{head}\r\nConnection: close\r\n\r\n{body}");
        // The input stays open until the answer is there.
        let mut input = client.stdin.take().unwrap();
        let _: std::io::Result<()> = input.write_all(request.as_bytes());
        let output = client.wait_with_output().unwrap();
        drop(input);
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

/// Returns a free port.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Puts the parts of a test in place of the documented ones.
fn replaced<T: AsRef<str>>(text: &str, parts: &[(T, String)]) -> String {
    parts.iter().fold(text.to_owned(), |text, (documented, own)| {
        let documented = documented.as_ref();
        assert!(text.contains(documented), "{documented}");
        text.replace(documented, own)
    })
}
