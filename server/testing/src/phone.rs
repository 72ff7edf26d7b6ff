//! An authenticator that shares no code with the product: RFC 4226 section 5.3 and RFC 6238 section 4.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// Returns the six digits for this secret and time step.
pub fn code(secret: &[u8], step: i64) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).unwrap();
    mac.update(&u64::try_from(step).unwrap().to_be_bytes());
    let hash: [u8; 20] = mac.finalize().into_bytes().into();
    let offset = usize::from(hash[19] & 0xf);
    let number = u32::from_be_bytes(hash[offset..offset + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}
