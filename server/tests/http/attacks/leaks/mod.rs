//! B17, B58–B64: nothing leaks.

mod debug;
mod oracle;
mod secrets;
