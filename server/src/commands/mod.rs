//! The commands of `twofold`.

mod app;
mod data;
mod logging;
mod mail;
mod member;
mod operator;
mod resource;
mod serve;
mod set_up;
mod terminal;
mod token;

use crate::config::{self, LoadError, Task};
use std::{
    fmt::Display,
    io::{self, Write},
    process::ExitCode,
};

/// Runs the program.
pub fn run() -> ExitCode {
    let command = match config::load(std::env::args_os(), std::env::vars_os()) {
        Ok(command) => command,
        Err(LoadError::Setting(error)) => return report_error(&error, ExitCode::from(2)),
        // `--help` and `--version` are reported as errors, too.
        Err(LoadError::CommandLine(error)) => {
            return error
                .print()
                .map_or(ExitCode::FAILURE, |()| exit_code(error.exit_code()));
        }
    };
    match command.task.unwrap_or_default() {
        Task::Serve => ended(serve::serve(command.settings, &command.passed_over)),
        Task::Resource(task) => ended(resource::run(&command.settings, &task)),
        Task::App(task) => ended(app::run(&command.settings, &task)),
        Task::Member(task) => ended(member::run(&command.settings, &task)),
        Task::Mail(task) => ended(mail::run(&command.settings, &task)),
        Task::Token(options) => ended(token::print(&options)),
    }
}

fn ended(done: Result<(), impl Display>) -> ExitCode {
    done.map_or_else(|error| report_error(&error, ExitCode::FAILURE), |()| ExitCode::SUCCESS)
}

fn exit_code(code: i32) -> ExitCode {
    u8::try_from(code).map_or(ExitCode::FAILURE, ExitCode::from)
}

/// Prints the error to standard error. A failure to print it is ignored, because there is nowhere to report it.
fn report_error(error: &dyn Display, code: ExitCode) -> ExitCode {
    let _ = writeln!(io::stderr(), "twofold: {error}");
    code
}
