//! *Activity*, a page that the server makes, so no browser downloads its sentences.

subject! {
    /// The page, its filter, its chart and its list.
    activity {
        lead,
        lead_all,
        chart_title,
        chart_summary(sign_ins, refusals),
        sign_ins[none count],
        refusals[none count],
        was_refused,
        device_named(device),
        as_table,
        day,
        signed_in,
        refused_times,
        filter,
        kind,
        any_kind,
        outcome,
        any_outcome,
        done,
        refused,
        device,
        any_device,
        removed_device,
        since,
        until,
        not_a_date,
        one_session,
        apply,
        all,
        what,
        from,
        when,
        list,
        with_device(device),
        refused_because(what, reason),
        times[count],
        last_time(at),
        this_session,
        older,
        newest,
        empty[title text],
        no_match[title text],
        csv,
        json,
        export,
        export_hint(days),
    }
}

subject! {
    /// The kinds of events: as a choice of the filter, and as what was done.
    event_kinds {
        password[title text],
        sign_in[title text],
        repair[title text],
        sign_out[title text],
        step_up[title text],
        joined[title text],
        read[title text],
        device_added[title text],
        device_confirmed[title text],
        device_discarded[title text],
        device_renamed[title text],
        device_removed[title text],
        two_factor_on[title text],
        two_factor_off[title text],
        codes_made[title text],
        codes_saved[title text],
        password_changed[title text],
        name_changed[title text],
        language_chosen[title text],
        reminder_hidden[title text],
        activity_exported[title text],
    }
}

subject! {
    /// Why something was refused, after a colon.
    refused {
        wrong_password,
        wrong_code,
        used_code,
        too_many_tries,
        stopped,
        not_stepped_up,
        repair_session,
        recent_repair,
        other_browser,
        not_found,
    }
}
