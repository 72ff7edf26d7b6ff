//! PgBouncer before a test cluster.

use crate::{
    TestCluster,
    cluster::{free_port, other_user},
};
use std::{
    fs,
    io::{self, BufRead, BufReader},
    os::unix::{fs::chown, process::CommandExt},
    process::{Child, ChildStderr, Command, Stdio},
};

const PROGRAM: &str = "/usr/sbin/pgbouncer";

/// A running PgBouncer, stopped on drop.
#[derive(Debug)]
pub struct TestPooler {
    process: Child,
    /// Kept open, because the pooler logs to it.
    _log: BufReader<ChildStderr>,
    url: String,
}

impl TestPooler {
    /// Starts PgBouncer in transaction mode, with further settings, before a database of this cluster. `None` if it is
    /// not installed.
    pub async fn start(cluster: &TestCluster, settings: &str) -> Option<Self> {
        if !fs::exists(PROGRAM).unwrap() {
            return None;
        }
        let database = cluster.database().await.unwrap();
        let name = database.trim_start_matches("postgres:///").split('?').next().unwrap();
        let (directory, port) = (cluster.directory.display(), free_port().unwrap());
        let file = cluster.directory.join("pgbouncer.ini");
        let text = format!(
            "[databases]\n{name} = host={directory} port={} user=twofold\n[pgbouncer]\nlisten_addr = 127.0.0.1\n\
             listen_port = {port}\nunix_socket_dir =\nauth_type = any\npool_mode = transaction\n{settings}\n",
            cluster.port
        );
        fs::write(&file, text).unwrap();
        let mut command = Command::new(PROGRAM);
        command
            .arg(&file)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        if let Some((uid, gid)) = other_user(&std::env::current_exe().unwrap()).unwrap() {
            chown(&file, Some(uid), Some(gid)).unwrap();
            command.uid(uid).gid(gid);
        }
        let mut process = command.spawn().unwrap();
        let mut log = BufReader::new(process.stderr.take().unwrap());
        let mut line = String::new();
        while !line.contains("process up") {
            line.clear();
            assert!(log.read_line(&mut line).unwrap() > 0, "PgBouncer did not start");
        }
        let url = format!("postgres://twofold@127.0.0.1:{port}/{name}");
        let _log = log;
        Some(Self { process, _log, url })
    }

    /// Returns the URL of the database through the pooler.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for TestPooler {
    fn drop(&mut self) {
        let _: io::Result<()> = self.process.kill();
        let _: io::Result<std::process::ExitStatus> = self.process.wait();
    }
}
