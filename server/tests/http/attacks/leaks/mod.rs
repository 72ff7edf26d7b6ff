//! B17, B58–B64: nothing leaks.

mod oracle;
mod secrets;
