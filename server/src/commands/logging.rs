//! Logging: lines for people on a terminal, JSON otherwise. Secrets are never logged.

use crate::config::{LogFormat, Settings};
use std::io::{IsTerminal, stderr};
use tracing_subscriber::{Layer, Registry, fmt, layer::SubscriberExt, util::SubscriberInitExt};

/// Starts logging to standard error.
pub(super) fn start(settings: &Settings) {
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
    // This fails only if logging was started before, which does not happen.
    let _ = tracing_subscriber::registry()
        .with(layer.with_filter(settings.log.clone()))
        .try_init();
    std::panic::set_hook(Box::new(|panic| {
        // Logs the location only: the message may contain values that were being processed.
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panicked");
    }));
}
