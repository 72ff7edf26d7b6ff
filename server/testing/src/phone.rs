//! An authenticator that shares no code with the product: RFC 4226 section 5.3 and RFC 6238 section 4.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Sha256, Sha512};

/// Returns the six digits for this secret and time step.
pub fn code(secret: &[u8], step: i64) -> String {
    code_of("SHA1", 6, secret, step)
}

/// Returns the digits for this algorithm, as key URIs name it, and this number of digits.
pub fn code_of(algorithm: &str, digits: usize, secret: &[u8], step: i64) -> String {
    let step = u64::try_from(step).unwrap().to_be_bytes();
    let hash = match algorithm {
        "SHA1" => mac(Hmac::<Sha1>::new_from_slice(secret).unwrap(), &step),
        "SHA256" => mac(Hmac::<Sha256>::new_from_slice(secret).unwrap(), &step),
        "SHA512" => mac(Hmac::<Sha512>::new_from_slice(secret).unwrap(), &step),
        other => panic!("no authenticator knows {other}"),
    };
    let offset = usize::from(hash.last().unwrap() & 0xf);
    let number = u32::from_be_bytes(hash[offset..offset + 4].try_into().unwrap()) & 0x7fff_ffff;
    let number = u64::from(number) % 10u64.pow(u32::try_from(digits).unwrap());
    format!("{number:0digits$}")
}

fn mac(mut mac: impl Mac, step: &[u8]) -> Vec<u8> {
    mac.update(step);
    mac.finalize().into_bytes().to_vec()
}
