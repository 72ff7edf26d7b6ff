//! The binary; see `twofold --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::commands::run()
}
