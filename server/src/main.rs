//! The binary; see `twofold --help`.

use std::process::ExitCode;

/// Rendering a page makes thousands of small allocations, on which the C library's allocator spent nearly half of the time.
/// This one also gives freed memory back to the system within seconds.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    server::commands::run()
}
