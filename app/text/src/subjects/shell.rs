//! The frame of every page, and words that several forms share.

subject! {
    /// The frame of every page.
    frame {
        skip,
        main_nav,
        home,
        security,
        overview,
        profile,
        sign_out,
        back,
        cancel,
        theme,
        theme_system,
        theme_light,
        theme_dark,
        step_done,
        description,
        step_of(current, count),
    }
}

subject! {
    /// Labels and words that several forms share.
    field {
        email,
        password,
        name,
        show_password,
        caps_lock,
        working,
        copy,
        copied,
        print,
        download,
        save,
        strength,
        strength_short,
        strength_fair,
        strength_good,
        new_password_hint,
    }
}

subject! {
    /// Dates, relative times and countdowns.
    time {
        /// The locale for `Intl` and CLDR.
        locale,
        exact(date, time),
        just_now,
        soon,
        yesterday,
        tomorrow,
        minutes_ago[count],
        hours_ago[count],
        days_ago[count],
        in_minutes[count],
        in_hours[count],
        in_days[count],
        again_now,
        again_seconds(seconds),
        again_minutes(minutes),
        again_minutes_seconds(minutes, seconds),
        again_hours(hours, minutes),
    }
}

subject! {
    /// What has just been done, said on the page that follows.
    done {
        renamed,
        removed,
        discarded,
        replaced,
        tried,
        switched_off,
        name_saved,
        language_saved,
    }
}
