//! Numbers that a page says and a rule holds.

/// Maximum devices per member, pending ones included.
pub const DEVICES_MAX: usize = 10;
/// Recovery codes in a set.
pub const RECOVERY_CODES: usize = 10;
/// At this many unused recovery codes the member is told to make new ones.
pub const RECOVERY_CODES_FEW: u32 = 3;
/// Digits of a personal device's passcode.
pub const PASSCODE_DIGITS: u8 = 6;
/// Life of a passcode, in seconds (RFC 6238's time step `X`).
pub const PASSCODE_PERIOD: i64 = 30;
/// Shortest password, in characters (NIST SP 800-63B-4 section 3.1.1.2, where it is one factor of two).
pub const PASSWORD_MIN: usize = 8;
/// Longest password, in characters.
pub const PASSWORD_MAX: usize = 256;
/// A password of this many characters is recommended where it is the only factor.
pub const PASSWORD_ALONE: usize = 15;
