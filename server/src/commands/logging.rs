//! The log: lines for people on a terminal, JSON for machines; never a secret.

use crate::config::{LogFormat, Settings};
use std::io::{IsTerminal, stderr};
use tracing_subscriber::{Layer, Registry, fmt, layer::SubscriberExt, util::SubscriberInitExt};

/// Starts logging to standard error.
pub fn start(settings: &Settings) {
    let terminal = stderr().is_terminal();
    let format = settings
        .log_format
        .unwrap_or(if terminal { LogFormat::Human } else { LogFormat::Json });
    let layer: Box<dyn Layer<Registry> + Send + Sync> = match format {
        LogFormat::Human => fmt::layer()
            .with_writer(stderr)
            .with_ansi(terminal)
            .with_target(false)
            .boxed(),
        LogFormat::Json => fmt::layer()
            .with_writer(stderr)
            .json()
            .flatten_event(true)
            .with_span_list(false)
            .boxed(),
    };
    // Only a second start in one process could fail, and there is none.
    let _ = tracing_subscriber::registry()
        .with(layer.with_filter(settings.log.clone()))
        .try_init();
    std::panic::set_hook(Box::new(|panic| {
        // The place only: the message may quote what was being handled.
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panicked");
    }));
}
