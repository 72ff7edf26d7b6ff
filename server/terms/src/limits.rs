//! Limits that a rule enforces and a page mentions.

/// Maximum devices per member, pending ones included.
pub const DEVICES_MAX: usize = 10;
/// Maximum API keys per member.
pub const KEYS_MAX: usize = 50;
/// Recovery codes in a set.
pub const RECOVERY_CODES: usize = 10;
/// With this many unused recovery codes or fewer the member is advised to make new ones.
pub const RECOVERY_CODES_FEW: u32 = 3;
/// Digits of a passcode.
pub const PASSCODE_DIGITS: u8 = 6;
/// Time step of a passcode, in seconds (RFC 6238 `X`).
pub const PASSCODE_PERIOD: i64 = 30;
/// Minimum length of a password, in characters (NIST SP 800-63B-4 section 3.1.1.2, for a password used with a second
/// factor).
pub const PASSWORD_MIN: usize = 8;
/// Maximum length of a password, in characters.
pub const PASSWORD_MAX: usize = 256;
/// Recommended length of a password that is the only factor, in characters.
pub const PASSWORD_ALONE: usize = 15;
