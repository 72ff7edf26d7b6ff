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
        repair,
        sign_in_only,
        restricted,
        end_others,
        everywhere[title text],
        ended,
        others_ended,
    }
}
