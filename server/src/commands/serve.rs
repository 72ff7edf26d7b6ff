//! `twofold serve`: builds the service from the settings, runs the jobs and the HTTP server, and shuts down gracefully.

use super::{logging, set_up};
use crate::{
    clock::SystemClock,
    config::{Database, Settings},
    entropy::OsEntropy,
    files::{self, DisplayPath},
    hashing::{ArgonPool, Cost},
    http::{Web, router, serve as serve_http},
    jobs::{self, Outbox},
    keys::{self, KeyFileError},
    mail::{Folder, Writer},
};
use domain::{
    InternalError, Service, Store,
    kernel::{counter::Limits, seal::Vault},
    service,
};
use std::{io, net::SocketAddr, sync::Arc};
use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
    task::JoinSet,
};

/// Why the server did not start.
#[derive(Debug, thiserror::Error)]
pub(super) enum StartError {
    /// The data folder or a file in it cannot be used.
    #[error("the data folder {0} cannot be used: {1}")]
    Data(DisplayPath, io::Error),
    /// The port is in use or not permitted.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, String),
    /// The database cannot be opened.
    #[error("the database cannot be used: {0}")]
    Database(InternalError),
    /// The keys cannot be read or created.
    #[error(transparent)]
    Keys(#[from] KeyFileError),
    /// Another part could not be prepared.
    #[error(transparent)]
    Internal(#[from] InternalError),
    /// The async runtime or the signal handlers could not be started.
    #[error("the server cannot be started: {0}")]
    Runtime(io::Error),
    /// The set-up link could not be created.
    #[error("the set-up link cannot be made: {0}")]
    SetUp(domain::Error),
    /// The set-up link could not be printed.
    #[error("the set-up link cannot be shown: {0}")]
    Terminal(io::Error),
}

fn listen_error(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::AddrInUse => "another program (or another Twofold) is listening there".into(),
        io::ErrorKind::PermissionDenied => "ports below 1024 need a privilege".into(),
        _ => error.to_string(),
    }
}

/// Serves until SIGTERM or SIGINT arrives.
pub(super) fn serve(settings: Settings) -> Result<(), StartError> {
    logging::start(&settings);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(StartError::Runtime)?;
    runtime.block_on(run(settings))
}

async fn run(settings: Settings) -> Result<(), StartError> {
    // The port is bound first, so that a second server fails before it touches data.
    let listener = TcpListener::bind(settings.listen)
        .await
        .map_err(|e| StartError::Listen(settings.listen, listen_error(&e)))?;
    files::private_folder(&settings.data).map_err(|e| StartError::Data(settings.data.as_path().into(), e))?;
    let store = open_store(&settings.database()).await.map_err(StartError::Database)?;
    let vault = Arc::new(keys::open(&settings.keys(), store.as_ref(), &OsEntropy).await?);
    let service = service(&settings, store, vault.clone())?;
    let mut jobs = jobs(&settings, &service)?;
    set_up::publish_link(&service, &settings.data).await?;
    let web = Web::new(
        settings.origin.clone(),
        settings.trusted_proxies.clone(),
        vault,
        Arc::new(OsEntropy),
    );
    if settings.origin.https() && settings.trusted_proxies.is_empty() {
        tracing::warn!(
            "the origin is https, but TWOFOLD_TRUSTED_PROXIES is empty: behind a proxy all clients count as one, and one \
             of them can use up the limits of all"
        );
    }
    let stop = stop_signal().map_err(StartError::Runtime)?;
    tracing::info!(listen = %settings.listen, origin = settings.origin.as_str(), "serving");
    serve_http(listener, router(service, web), settings.trusted_proxies, stop).await;
    jobs.shutdown().await;
    tracing::info!("stopped");
    Ok(())
}

async fn open_store(database: &Database) -> Result<Arc<dyn Store>, InternalError> {
    Ok(match database {
        Database::Sqlite(file) => Arc::new(store_sqlite::SqliteStore::open(file).await?),
        Database::Postgres(url) => Arc::new(store_postgres::PostgresStore::connect(url).await?),
    })
}

fn service(settings: &Settings, store: Arc<dyn Store>, vault: Arc<Vault>) -> Result<Service, StartError> {
    Ok(Service::new(service::Parts {
        store,
        clock: Arc::new(SystemClock),
        entropy: Arc::new(OsEntropy),
        hasher: Arc::new(ArgonPool::new(Cost::MINIMUM)?),
        vault,
        settings: service::ServiceSettings {
            name: settings.name.clone(),
            origin: settings.origin.as_str().to_owned(),
            registration: settings.registration,
            limits: Limits::default(),
        },
    }))
}

fn jobs(settings: &Settings, service: &Service) -> Result<JoinSet<()>, StartError> {
    let folder = settings.data.join("outbox");
    let mailer = Folder::open(&folder).map_err(|e| StartError::Data(folder.as_path().into(), e))?;
    let outbox = Outbox::new(
        service.clone(),
        Writer::new(&settings.name, &settings.origin),
        Arc::new(mailer),
    );
    let mut jobs = JoinSet::new();
    jobs.spawn(outbox.run());
    jobs.spawn(jobs::sweep(service.clone()));
    Ok(jobs)
}

/// Returns a future that completes when SIGTERM or SIGINT arrives.
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    let (mut terminate, mut interrupt): (Signal, Signal) =
        (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping: finishing what is under way");
    })
}
