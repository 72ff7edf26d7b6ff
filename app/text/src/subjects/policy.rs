//! *Policy* and what it asks of members, in parts that the server makes, so no browser downloads their sentences.

subject! {
    /// The page *Policy*.
    policy {
        lead,
        link,
        none,
        requires(roles),
        no_factor[title text],
        two_factor,
        two_factor_hint,
        nobody,
        owners,
        managers,
        everybody,
        from,
        from_hint,
        grace,
        grace_hint,
        no_grace,
        days[count],
        trust,
        trust_hint,
        trust_allowed,
        trust_forbidden,
        trust_ends[count],
        session,
        session_usual,
        hours[count],
        keys,
        keys_hint,
        keys_any,
        reset,
        reset_hint,
        preview,
        changes,
        people[none count],
        by(date),
        more[count],
        covered[count],
        ending[count],
        ends { time },
        sessions[none count],
        past_sign_ins(without, all),
        past_tokens(without, all),
        no_past,
        change,
        back,
        elsewhere,
        every_call_on,
        every_call_off,
        two_people,
        one_person,
        where_to_change,
        changed,
        due(date),
        overdue { time },
    }
}

subject! {
    /// What a member sees of a requirement.
    required {
        lead { time },
        prove_title,
        prove_lead(email),
        proved[title text],
        set_up,
        not_required[title text],
        home_title(date),
        home_text,
        home_link,
    }
}

subject! {
    /// Messages about the policy, at fields and above forms.
    policy_errors {
        past,
        far,
        no_day,
        restricted[title text],
        required[title text],
    }
}
