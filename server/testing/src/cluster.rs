//! A temporary PostgreSQL cluster without network access, removed when the process ends.

use domain::InternalError;
use sqlx::{AssertSqlSafe, ConnectOptions, Executor, postgres::PgConnectOptions};
use std::{
    env,
    fs::{self, Permissions},
    io::{self, BufRead, BufReader, Read},
    os::unix::{
        fs::{MetadataExt, PermissionsExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

/// Creates the cluster in `$1`, prints `ready`, and removes the cluster when its standard input closes: on drop, and
/// when the process ends or is killed.
const KEEPER: &str = r#"
trap '' INT TERM HUP
PATH=$2:$PATH
initdb -D "$1/data" -U twofold -A trust -E UTF8 --locale=C --no-sync >"$1/log" 2>&1 &&
  pg_ctl -D "$1/data" -w -t 60 -l "$1/log" -o "-k '$1' -c listen_addresses= -c max_connections=200 -c log_line_prefix=%v=" start >>"$1/log" 2>&1 &&
  echo ready || cat "$1/log"
read -r _
pg_ctl -D "$1/data" -m immediate -w stop >/dev/null 2>&1
rm -rf "$1"
"#;

/// A running cluster.
#[derive(Debug)]
pub struct TestCluster {
    directory: PathBuf,
    keeper: Child,
    databases: AtomicU32,
}

impl TestCluster {
    /// Creates and starts a cluster with the newest PostgreSQL installed. `initdb` refuses to run as root; then it runs
    /// Creates and starts a cluster with the newest PostgreSQL installed. PostgreSQL refuses to run as root, so root
    /// switches to an unprivileged account first.
    pub fn start() -> Result<Self, InternalError> {
        let binaries =
            binaries().ok_or_else(|| InternalError::new("starting a test cluster", "no initdb on this machine"))?;
        let mut cluster = start(&binaries).map_err(|error| InternalError::new("starting a test cluster", error))?;
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
            "postgres:///{name}?host={}&user=twofold",
            self.directory.display()
        ))
    }
}

impl Drop for TestCluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _: io::Result<std::process::ExitStatus> = self.keeper.wait();
    }
}

fn start(binaries: &Path) -> io::Result<TestCluster> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::SeqCst);
    let directory = env::temp_dir().join(format!("twofold-pg-{}-{count}", std::process::id()));
    fs::create_dir(&directory)?;
    fs::set_permissions(&directory, Permissions::from_mode(0o700))?;
    let mut keeper = Command::new("sh");
    keeper.arg("-c").arg(KEEPER).arg("keeper").arg(&directory).arg(binaries);
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
        databases: AtomicU32::new(0),
    })
}

/// Returns the user and group to run as, if this is root.
fn other_user(own: &Path) -> io::Result<Option<(u32, u32)>> {
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
