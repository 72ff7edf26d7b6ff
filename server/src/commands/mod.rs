//! What `twofold` can be told to do.

mod logging;
mod serve;
mod set_up;

use crate::config::{Settings, command};
use std::{
    fmt::Display,
    io::{self, Write},
    process::ExitCode,
};

/// Runs the program.
pub fn run() -> ExitCode {
    let matches = match command().try_get_matches() {
        Ok(matches) => matches,
        // `--help` and `--version` arrive here, too.
        Err(error) => return error.print().map_or(ExitCode::FAILURE, |()| usage(error.exit_code())),
    };
    let settings = match Settings::load(&matches, std::env::vars_os()) {
        Ok(settings) => settings,
        Err(error) => return complain(&error, ExitCode::from(2)),
    };
    match serve::serve(settings) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => complain(&error, ExitCode::FAILURE),
    }
}

fn usage(code: i32) -> ExitCode {
    u8::try_from(code).map_or(ExitCode::FAILURE, ExitCode::from)
}

/// Tells the operator in one sentence why it ended; nobody is left to hear that even this failed.
fn complain(error: &dyn Display, code: ExitCode) -> ExitCode {
    let _ = writeln!(io::stderr(), "twofold: {error}");
    code
}
