//! What there is to say: every sentence by its name, a file a subject. The languages say it in `en` and `de`.

pub(crate) mod devices;
pub(crate) mod errors;
pub(crate) mod home;
pub(crate) mod recovery;
pub(crate) mod registration;
pub(crate) mod server;
pub(crate) mod shell;
pub(crate) mod sign_in;
