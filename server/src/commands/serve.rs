//! `twofold serve`: builds the service from the settings, runs the jobs and the HTTP server, and shuts down gracefully.

use super::{data, logging, mail, set_up};
use crate::{
    clock::SystemClock,
    config::{Settings, SmtpError},
    entropy::OsEntropy,
    files::DisplayPath,
    hashing::{ArgonPool, Cost},
    http::{Web, router, serve as serve_http},
    jobs::{self, Job, Logouts, Outbox},
    keys::{self, KeyError},
    places::{PlacesError, PlacesFile},
    remarks::Remarks,
};
use domain::{
    InternalError, Service, Store,
    kernel::{counter::Limits, seal::Vault},
    places::{NoPlaces, Places},
    service,
};
use signing::AwsLcSigner;
use std::{io, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
    task::JoinSet,
    time::timeout,
};

/// How often the outbox is looked at, and how often what has expired is erased.
const POLL: Duration = Duration::from_secs(1);
const SWEEP: Duration = Duration::from_secs(60);
/// How often members are looked for whose deadline is near.
const DEADLINES: Duration = Duration::from_secs(600);
/// How often it is looked whether a key that signs tokens for apps should follow another one.
const KEYS: Duration = Duration::from_secs(3600);
/// How often the file of places is looked at; a new one is used from the second look on.
const PLACES: Duration = Duration::from_secs(30);
/// How long jobs may take to finish when the server stops.
const JOBS_TIMEOUT: Duration = Duration::from_secs(10);

/// Why the server did not start.
#[derive(Debug, thiserror::Error)]
pub(super) enum StartError {
    /// The data folder or a file in it cannot be used.
    #[error("{0} cannot be used: {1}")]
    Data(DisplayPath, io::Error),
    /// The port is in use or not permitted.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, String),
    /// The database cannot be opened.
    #[error("the database cannot be used: {0}")]
    Database(InternalError),
    /// The keys cannot be read or created.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// The settings of the mail server do not fit together.
    #[error(transparent)]
    Smtp(#[from] SmtpError),
    /// The file of places cannot be used.
    #[error(transparent)]
    Places(#[from] PlacesError),
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
pub(super) fn serve(settings: Settings, passed_over: &[String]) -> Result<(), StartError> {
    logging::start(&settings);
    if !passed_over.is_empty() {
        tracing::info!(
            variables = passed_over.join(" "),
            "passed over: variables that Kubernetes or Docker sets for a service of this name are no settings"
        );
    }
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
    let places = settings
        .places
        .as_deref()
        .map(PlacesFile::open)
        .transpose()?
        .map(Arc::new);
    let (service, vault) = open_with(&settings, places.clone()).await?;
    let database = settings.database();
    let remarks = Remarks::default();
    let mut jobs = Jobs::start(&settings, &service, &remarks)?;
    jobs.tell_apps(&service, &remarks);
    if let Some(file) = places {
        jobs::log_places(&file);
        jobs.renew_places(file, &remarks);
    }
    set_up::publish_link(&service, &settings.data, &database).await?;
    let web = Web::new(
        settings.origin.clone(),
        settings.trusted_proxies.clone(),
        vault,
        Arc::new(OsEntropy),
    )
    .with_apps(settings.apps.clone())
    .with_remarks(remarks);
    if settings.origin.https() && settings.trusted_proxies.is_empty() {
        tracing::warn!(
            "the origin is https, but TWOFOLD_TRUSTED_PROXIES is empty: behind a proxy all clients count as one, and one \
             of them can use up the limits of all"
        );
    }
    let stop = stop_signal().map_err(StartError::Runtime)?;
    // The port that the system chose, if the setting is port 0.
    let listen = listener.local_addr().unwrap_or(settings.listen);
    tracing::info!(%listen, origin = settings.origin.as_str(), "serving");
    let recorder = service.clone();
    serve_http(listener, router(service, web), settings.trusted_proxies, stop).await;
    jobs.stop().await;
    if let Err(error) = recorder.write_refusals().await {
        tracing::warn!(%error, "the last refusals are missing in the activity");
    }
    tracing::info!("stopped");
    Ok(())
}

/// Opens the database and the keys, and builds the use cases on them.
pub(super) async fn open(settings: &Settings) -> Result<(Service, Arc<Vault>), StartError> {
    open_with(settings, None).await
}

async fn open_with(settings: &Settings, places: Option<Arc<PlacesFile>>) -> Result<(Service, Arc<Vault>), StartError> {
    data::folder(&settings.data)?;
    let store = data::open(&settings.database()).await?;
    let vault = Arc::new(keys::open(&settings.keys(), store.as_ref(), &OsEntropy).await?);
    let places: Arc<dyn Places> = match places {
        Some(file) => file,
        None => Arc::new(NoPlaces),
    };
    Ok((service(settings, store, vault.clone(), places)?, vault))
}

fn service(
    settings: &Settings,
    store: Arc<dyn Store>,
    vault: Arc<Vault>,
    places: Arc<dyn Places>,
) -> Result<Service, StartError> {
    Ok(Service::new(service::Parts {
        store,
        clock: Arc::new(SystemClock),
        entropy: Arc::new(OsEntropy),
        hasher: Arc::new(ArgonPool::new(Cost::MINIMUM)?),
        signer: Arc::new(AwsLcSigner),
        vault,
        places,
        settings: service::ServiceSettings {
            name: settings.name.clone(),
            origin: settings.origin.as_str().to_owned(),
            registration: settings.registration,
            activity_days: settings.activity_days,
            apps: settings.apps.iter().map(|app| app.as_str().to_owned()).collect(),
            scopes: settings.scopes.clone(),
            limits: Limits::default(),
        },
    }))
}

/// The background jobs.
struct Jobs {
    running: JoinSet<()>,
    stop: watch::Sender<bool>,
}

impl Jobs {
    fn start(settings: &Settings, service: &Service, remarks: &Remarks) -> Result<Self, StartError> {
        let mailer = mail::transport(settings)?.mailer;
        let outbox = Arc::new(Outbox::new(service.clone(), mail::writer(settings), mailer));
        let (stop, stopped) = watch::channel(false);
        let job = |name, every| Job {
            name,
            every,
            remarks: remarks.clone(),
        };
        let mut running = JoinSet::new();
        let during = stopped.clone();
        running.spawn(job("job-mail", POLL).repeat(stopped.clone(), move || {
            let (outbox, during) = (outbox.clone(), during.clone());
            async move { outbox.deliver_due(&during).await.map(drop) }
        }));
        let recording = service.clone();
        running.spawn(job("job-activity", POLL).repeat(stopped.clone(), move || {
            let service = recording.clone();
            async move { service.write_refusals().await }
        }));
        let reminding = service.clone();
        running.spawn(job("job-deadlines", DEADLINES).repeat(stopped.clone(), move || {
            let service = reminding.clone();
            async move { service.remind_of_deadlines().await }
        }));
        let tending = service.clone();
        running.spawn(job("job-keys", KEYS).repeat(stopped.clone(), move || {
            let service = tending.clone();
            async move { service.tend_keys().await }
        }));
        let (service, remarks) = (service.clone(), remarks.clone());
        running.spawn(job("job-sweep", SWEEP).repeat(stopped, move || {
            let (service, remarks) = (service.clone(), remarks.clone());
            async move { jobs::sweep(&service, &remarks).await }
        }));
        Ok(Self { running, stop })
    }

    /// Starts the job that tells apps of the end of sessions.
    fn tell_apps(&mut self, service: &Service, remarks: &Remarks) {
        let job = Job {
            name: "job-logouts",
            every: POLL,
            remarks: remarks.clone(),
        };
        let (logouts, service) = (Logouts::default(), service.clone());
        self.running.spawn(job.repeat(self.stop.subscribe(), move || {
            let (logouts, service) = (logouts.clone(), service.clone());
            async move { logouts.tell(&service).await }
        }));
    }

    /// Starts the job that renews the places when their file has changed.
    fn renew_places(&mut self, file: Arc<PlacesFile>, remarks: &Remarks) {
        let job = Job {
            name: "job-places",
            every: PLACES,
            remarks: remarks.clone(),
        };
        let remarks = remarks.clone();
        self.running.spawn(job.repeat(self.stop.subscribe(), move || {
            let (file, remarks) = (file.clone(), remarks.clone());
            async move { jobs::renew_places(&file, &remarks).await }
        }));
    }

    /// Lets each job finish the mail or the rows that it is at.
    async fn stop(mut self) {
        self.stop.send_replace(true);
        let ended = async { while self.running.join_next().await.is_some() {} };
        if timeout(JOBS_TIMEOUT, ended).await.is_err() {
            tracing::warn!("a job was still at work; what it had not finished is done again after the next start");
        }
    }
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
