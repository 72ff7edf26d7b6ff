//! The commands of `twofold`.

mod logging;
mod serve;
mod set_up;

use crate::config::{self, Rejection, Task};
use std::{
    fmt::Display,
    io::{self, Write},
    process::ExitCode,
};

/// Runs the program.
pub fn run() -> ExitCode {
    let command = match config::load(std::env::args_os(), std::env::vars_os()) {
        Ok(command) => command,
        Err(Rejection::Setting(error)) => return complain(&error, ExitCode::from(2)),
        // `--help` and `--version` are reported as errors, too.
        Err(Rejection::CommandLine(error)) => {
            return error.print().map_or(ExitCode::FAILURE, |()| usage(error.exit_code()));
        }
    };
    let done = match command.task.unwrap_or_default() {
        Task::Serve => serve::serve(command.settings),
    };
    done.map_or_else(|error| complain(&error, ExitCode::FAILURE), |()| ExitCode::SUCCESS)
}

fn usage(code: i32) -> ExitCode {
    u8::try_from(code).map_or(ExitCode::FAILURE, ExitCode::from)
}

/// Prints the error to standard error. A failure to print it is ignored, because there is nowhere to report it.
fn complain(error: &dyn Display, code: ExitCode) -> ExitCode {
    let _ = writeln!(io::stderr(), "twofold: {error}");
    code
}
