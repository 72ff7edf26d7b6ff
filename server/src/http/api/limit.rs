//! How often programs may read, counted by this node in memory. What guards secrets is counted in the database.

use super::Problem;
use axum::response::{IntoResponseParts, ResponseParts};
use domain::{
    Timestamp,
    kernel::{clock::MINUTE, id::MemberId},
};
use http::{HeaderName, HeaderValue};
use std::{
    collections::HashMap,
    convert::Infallible,
    sync::{Mutex, PoisonError},
};

/// Reads that a member's programs may make in a minute, all together.
const READS: u32 = 600;

/// The reads of the current minute.
#[derive(Default)]
pub(in crate::http) struct ReadLimits(Mutex<Minute>);

#[derive(Default)]
struct Minute {
    number: i64,
    reads: HashMap<MemberId, u32>,
}

/// What is left of a member's reads, which every response says (draft-ietf-httpapi-ratelimit-headers).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::http) struct Quota {
    left: u32,
    /// Seconds until it starts anew.
    resets_in: i64,
}

impl ReadLimits {
    /// Counts a read.
    pub(super) fn take(&self, member: &MemberId, now: Timestamp) -> Result<Quota, Problem> {
        let number = now.0.div_euclid(MINUTE);
        let resets_in = MINUTE - now.0.rem_euclid(MINUTE);
        let mut minute = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if minute.number != number {
            *minute = Minute {
                number,
                reads: HashMap::new(),
            };
        }
        let reads = minute.reads.entry(member.clone()).or_default();
        if *reads >= READS {
            return Err(Problem::rate_limited(Quota { left: 0, resets_in }));
        }
        *reads += 1;
        let left = READS - *reads;
        Ok(Quota { left, resets_in })
    }
}

impl Quota {
    /// Returns the seconds until it starts anew.
    pub(super) const fn resets_in(self) -> i64 {
        self.resets_in
    }

    /// Returns the headers that say so.
    pub(super) fn headers(self) -> impl Iterator<Item = (HeaderName, HeaderValue)> {
        let (left, resets_in) = (self.left, self.resets_in);
        let texts = [
            ("ratelimit-policy", format!("\"reads\";q={READS};w={MINUTE}")),
            ("ratelimit", format!("\"reads\";r={left};t={resets_in}")),
        ];
        texts
            .into_iter()
            .filter_map(|(name, text)| Some((HeaderName::from_static(name), HeaderValue::try_from(text).ok()?)))
    }
}

impl IntoResponseParts for Quota {
    type Error = Infallible;

    fn into_response_parts(self, mut response: ResponseParts) -> Result<ResponseParts, Infallible> {
        response.headers_mut().extend(self.headers());
        Ok(response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_s_reads_start_anew_each_minute() {
        let limits = ReadLimits::default();
        let (ana, ben) = (MemberId::from_store("a".into()), MemberId::from_store("b".into()));
        for left in (0..READS).rev() {
            let quota = limits.take(&ana, Timestamp(119)).expect("a read");
            assert_eq!(quota, Quota { left, resets_in: 1 });
        }
        assert!(limits.take(&ana, Timestamp(119)).is_err());
        assert!(limits.take(&ben, Timestamp(119)).is_ok(), "each member has their own");
        let quota = limits.take(&ana, Timestamp(120)).expect("a read");
        assert_eq!((quota.left, quota.resets_in), (READS - 1, 60));
        let headers: Vec<_> = quota.headers().collect();
        assert_eq!(headers[0].1, "\"reads\";q=600;w=60");
        assert_eq!(headers[1].1, "\"reads\";r=599;t=60");
    }
}
