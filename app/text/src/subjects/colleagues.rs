//! Devices that colleagues carry, on pages that the server makes, so no browser downloads these sentences.

subject! {
    /// The page of an enrolment link, for browsers.
    enrol {
        title,
        open_lead,
        go_on,
        over,
    }
}

subject! {
    /// Setting a device up by link: what the colleague and the member see, made by the server.
    enrolment {
        for_member(member, device),
        prove_title,
        prove_lead(email),
        send_code,
        sent(email),
        code,
        code_hint,
        code_shape,
        code_wrong,
        verify,
        send_again,
        scan_title,
        scan_lead,
        waits_title,
        waits_lead(member),
        words,
        refresh,
        ready_title,
        ready_lead(member),
        confirmed(holder),
        signs_in(member),
        list_title,
        invited(holder),
        proved(holder),
        waits(holder),
        page_lead(holder, email),
        invited_text,
        proved_text,
        waits_text(holder),
        approve,
        name_taken,
        again_hint(holder),
        discard,
        discard_hint,
        how,
        by_link,
        button,
    }
}

subject! {
    /// The form that adds one, and what other pages say about them.
    colleagues {
        lead,
        two_factor_first[title text],
        name,
        email,
        email_hint,
        device_name,
        device_name_hint,
        ends,
        never,
        days[count],
        changes_security,
        changes_security_hint,
        here,
        own_address,
        own_device,
        scan(holder),
        signs_in_only,
        as_own,
        until(date),
        over(date),
        held_by(holder, email),
        with_device(device, holder),
        device_named(device, holder),
        renew,
        renew_hint,
        renew_password,
        renew_codes,
        due[title text],
        due_password(holder),
        due_codes(holder),
        change_password,
        make_codes,
        home_lead(member),
        home_with(device, holder),
        home_text,
    }
}
