//! The sessions of a member.

subject! {
    /// *Sessions*.
    sessions {
        lead,
        here,
        others,
        others_hint,
        no_others,
        signed_in { time },
        seen { time },
        by_password,
        by_recovery_code,
        by_trust,
        repair,
        sign_in_only,
        restricted,
        end_others,
        trusted,
        trusted_hint,
        none_trusted,
        trusted_since { time },
        trusted_until { time },
        end_trust,
        trust_ended,
        everywhere[title text],
        ended,
        others_ended,
    }
}
