//! A temporary PostgreSQL cluster without network access, removed when the process ends.

use domain::InternalError;
use sqlx::{AssertSqlSafe, ConnectOptions, Executor, postgres::PgConnectOptions};
use std::{
    env,
    fs::{self, Permissions},
    io::{self, BufRead, BufReader, Read},
    net::TcpListener,
    os::unix::{
        fs::{MetadataExt, PermissionsExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

/// Creates the cluster in `$1` with the further options `$3` and a certificate for localhost, prints `ready`, and removes the cluster when its standard input closes: on drop, and
/// when the process ends or is killed.
const KEEPER: &str = r#"
trap '' INT TERM HUP
PATH=$2:$PATH
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
  -addext subjectAltName=DNS:localhost -addext basicConstraints=critical,CA:FALSE \
  -keyout "$1/server.key" -out "$1/server.crt" >"$1/log" 2>&1
initdb -D "$1/data" -U twofold -A trust -E UTF8 --locale=C --no-sync >>"$1/log" 2>&1 &&
  pg_ctl -D "$1/data" -w -t 60 -l "$1/log" -o "-k '$1' -c max_connections=200 -c log_line_prefix=%v= $3" start >>"$1/log" 2>&1 &&
  echo ready || cat "$1/log"
read -r _
pg_ctl -D "$1/data" -m immediate -w stop >/dev/null 2>&1
rm -rf "$1"
"#;

/// How a cluster can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// By a Unix socket only.
    Socket,
    /// Also at a port of 127.0.0.1, without TLS.
    Clear,
    /// Also at a port of 127.0.0.1, with TLS.
    Tls,
}

impl Reach {
    /// Returns the options of PostgreSQL.
    fn options(self, port: u16, directory: &Path) -> String {
        let directory = directory.display();
        let tls = format!("-c ssl=on -c ssl_cert_file={directory}/server.crt -c ssl_key_file={directory}/server.key");
        match self {
            Self::Socket => "-c listen_addresses=".into(),
            Self::Clear => format!("-c listen_addresses=127.0.0.1 -p {port}"),
            Self::Tls => format!("-c listen_addresses=127.0.0.1 -p {port} {tls}"),
        }
    }
}

/// The number in the name of a socket that no port belongs to.
const SOCKET_PORT: u16 = 5432;

/// A running cluster.
#[derive(Debug)]
pub struct TestCluster {
    /// The folder with the socket, the log and the certificate.
    pub(crate) directory: PathBuf,
    /// The port, also part of the socket's name.
    pub(crate) port: u16,
    keeper: Child,
    databases: AtomicU32,
}

impl TestCluster {
    /// Creates and starts a cluster with the newest PostgreSQL installed. PostgreSQL refuses to run as root, so root
    /// switches to an unprivileged account first.
    pub fn start() -> Result<Self, InternalError> {
        Self::reached_by(Reach::Socket)
    }

    /// The same, reached in another way.
    pub fn reached_by(reach: Reach) -> Result<Self, InternalError> {
        let binaries =
            binaries().ok_or_else(|| InternalError::new("starting a test cluster", "no initdb on this machine"))?;
        let mut cluster =
            start(&binaries, reach).map_err(|error| InternalError::new("starting a test cluster", error))?;
        let mut said = String::new();
        if let Some(stdout) = cluster.keeper.stdout.take() {
            let mut stdout = BufReader::new(stdout);
            let read = stdout
                .read_line(&mut said)
                .map_err(|error| InternalError::new("starting a test cluster", error))?;
            if read > 0 && said.trim() == "ready" {
                return Ok(cluster);
            }
            drop(cluster.keeper.stdin.take());
            // After a failure the rest of the output is the log.
            let _: io::Result<usize> = stdout.read_to_string(&mut said);
        }
        Err(InternalError::new("starting a test cluster", said))
    }

    /// Returns the server's log. Each line begins with the id of its transaction and an equals sign.
    pub fn log(&self) -> io::Result<String> {
        fs::read_to_string(self.directory.join("log"))
    }

    /// Creates an empty database and returns its URL.
    pub async fn database(&self) -> Result<String, InternalError> {
        let name = format!("test{}", self.databases.fetch_add(1, Ordering::SeqCst));
        let options = PgConnectOptions::new_without_pgpass()
            .socket(&self.directory)
            .port(self.port)
            .username("twofold")
            .database("postgres");
        let fault = |error: sqlx::Error| InternalError::new("making a test database", error);
        let mut connection = options.connect().await.map_err(fault)?;
        for sql in [
            format!("CREATE DATABASE {name}"),
            // All writes are logged, for the check of the lock order.
            format!("ALTER DATABASE {name} SET log_statement = 'mod'"),
        ] {
            connection.execute(AssertSqlSafe(sql)).await.map_err(fault)?;
        }
        Ok(format!(
            "postgres:///{name}?host={}&user=twofold&port={}",
            self.directory.display(),
            self.port
        ))
    }

    /// Creates an empty database and returns its URL over TCP, which more parameters can be added to.
    pub async fn database_over_tcp(&self) -> Result<String, InternalError> {
        let url = self.database().await?;
        let name = url
            .trim_start_matches("postgres:///")
            .split('?')
            .next()
            .unwrap_or_default();
        Ok(format!("postgres://twofold@localhost:{}/{name}?", self.port))
    }

    /// Returns the file with the certificate of the server, which is its own issuer.
    pub fn certificate(&self) -> PathBuf {
        self.directory.join("server.crt")
    }
}

impl Drop for TestCluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _: io::Result<std::process::ExitStatus> = self.keeper.wait();
    }
}

fn start(binaries: &Path, reach: Reach) -> io::Result<TestCluster> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::SeqCst);
    let directory = env::temp_dir().join(format!("twofold-pg-{}-{count}", std::process::id()));
    fs::create_dir(&directory)?;
    fs::set_permissions(&directory, Permissions::from_mode(0o700))?;
    let mut keeper = Command::new("sh");
    keeper.arg("-c").arg(KEEPER).arg("keeper").arg(&directory).arg(binaries);
    let port = match reach {
        Reach::Socket => SOCKET_PORT,
        Reach::Clear | Reach::Tls => free_port()?,
    };
    keeper.arg(reach.options(port, &directory));
    if let Some((uid, gid)) = other_user(&directory)? {
        chown(&directory, Some(uid), Some(gid))?;
        keeper.uid(uid).gid(gid);
    }
    // A separate process group: Ctrl-C at the tests must not kill the process that cleans up.
    keeper
        .process_group(0)
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    Ok(TestCluster {
        keeper: keeper.spawn()?,
        directory,
        port,
        databases: AtomicU32::new(0),
    })
}

/// Returns a port that was free just now.
pub(crate) fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// Returns the user and group to run as, if this is root.
pub(crate) fn other_user(own: &Path) -> io::Result<Option<(u32, u32)>> {
    if fs::metadata(own)?.uid() != 0 {
        return Ok(None);
    }
    let users = fs::read_to_string("/etc/passwd")?;
    let ids = |name: &str| {
        let mut fields = users
            .lines()
            .find(|line| line.split(':').next() == Some(name))?
            .split(':')
            .skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    ids("postgres")
        .or_else(|| ids("nobody"))
        .map(Some)
        .ok_or_else(|| io::Error::other("no user postgres or nobody"))
}

/// Finds the folder with `initdb`, `pg_ctl` and `postgres`: the newest of Debian's, or one in `PATH`.
fn binaries() -> Option<PathBuf> {
    let version = |path: &PathBuf| path.parent()?.file_name()?.to_str()?.parse::<u32>().ok();
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<_> = versions.map(|entry| entry.path().join("bin")).collect();
    folders.sort_by_key(|path| std::cmp::Reverse(version(path)));
    folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    folders.into_iter().find(|folder| {
        ["initdb", "pg_ctl", "postgres"]
            .iter()
            .all(|name| folder.join(name).is_file())
    })
}
