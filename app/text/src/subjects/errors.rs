//! Sentences for every error: what happened, what to do, and how long to wait.

subject! {
    /// Messages above a form.
    errors {
        fields[title text],
        credentials[title text],
        clock,
        locked[title text],
        locked_now,
        is_recovery_code[title text],
        recovery_locked[title text],
        passcode_tries,
        recovery_tries,
        before_used[title text],
        stopped[title text],
        too_many[title text],
        mailed[title text],
        challenge[title text],
        cookie[title text],
        link[title text],
        set_up_link,
        pending[title text],
        ten_devices[title text],
        two_factor_off[title text],
        email_taken[title text],
        recent_repair_title,
        conflict[title text],
        gone[title text],
        step_up[title text],
        repair[title text],
        sign_in_only[title text],
        frozen[title text],
        closed_title,
        closed(at, until),
        busy[title text],
        internal[title text],
        offline[title text],
        try_again,
        tries_left[count],
        clock_slow[count],
        clock_fast[count],
        recent_repair(time),
    }
}

subject! {
    /// Messages at a field.
    field_errors {
        required,
        email,
        name,
        name_hidden,
        device_name,
        device_name_taken,
        password_short,
        password_long,
        password_common,
        password_wrong,
        passcode_shape,
        passcode_is_recovery,
        passcode_wrong,
        passcode_wrong_last,
        recovery_shape,
        recovery_wrong,
    }
}

subject! {
    /// Errors shown as a page.
    refusals {
        go_home,
        not_found[title text],
        forbidden[title text],
        internal[title text],
        timed_out[title text],
        unavailable[title text],
        not_understood[title text],
    }
}
