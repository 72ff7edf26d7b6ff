use crate::{
    form::FormState,
    text::text,
    ui::{Field, FieldKind, PasswordStrength},
};
use leptos::prelude::*;
use terms::Field as At;

/// The fields of a new member: name, e-mail and password. A replayed form fills in all but the password.
#[derive(Clone)]
pub(crate) struct Person {
    name: (String, Signal<Option<String>>),
    email: (String, Signal<Option<String>>),
    password: Signal<Option<String>>,
}

impl Person {
    /// The fields with the values and errors of `form`.
    pub(crate) fn of(form: &FormState) -> Self {
        Self {
            name: (form.typed("name"), form.error_at(At::Name)),
            email: (form.typed("email"), form.error_at(At::Email)),
            password: form.error_at(At::Password),
        }
    }
}

/// The fields of [`Person`].
#[component]
pub(crate) fn PersonFields(person: Person) -> AnyView {
    let field = text().field();
    let Person { name, email, password } = person;
    // Without scripts the document is loaded again, with `autofocus` on the first invalid field.
    let wrong = [name.1, email.1, password].map(|error| error.with_untracked(Option::is_some));
    let (at_email, at_password) = match wrong {
        [true, ..] | [false, false, false] => (false, false),
        [false, at_email, _] => (at_email, !at_email),
    };
    view! {
        <Field id="name" name="name" label=field.name() kind=FieldKind::PersonName value=name.0 error=name.1 autofocus=!at_email && !at_password />
        <Field id="email" name="email" label=field.email() kind=FieldKind::Email value=email.0 error=email.1 autofocus=at_email />
        <NewPassword error=password autofocus=at_password />
    }
    .into_any()
}

/// The field for a new password, with its strength below.
#[component]
pub(crate) fn NewPassword(error: Signal<Option<String>>, autofocus: bool) -> AnyView {
    let field = text().field();
    let typed = RwSignal::new(String::new());
    // The strength is hidden after a rejection: a common password can be long.
    Effect::new(move |_| {
        if error.with(Option::is_some) {
            typed.set(String::new());
        }
    });
    view! {
        <div class="stack tight">
            <Field
                id="password"
                name="password"
                label=field.password()
                hint=field.new_password_hint()
                kind=FieldKind::NewPassword
                error=error
                autofocus=autofocus
                on_typed=Callback::new(move |password| typed.set(password))
            />
            <PasswordStrength password=typed />
        </div>
    }
    .into_any()
}
