//! An authenticator that shares no line with the product.

#[path = "../../domain/tests/world/phone.rs"]
mod independent;

pub use independent::code;
