use crate::{
    form::{FormState, PostForm},
    home::api::HomeView,
    page,
    text::text,
    ui::{Alert, AlertKind, Card, Icon, IconName, SubmitButton},
    wire::Viewer,
};
use leptos::prelude::*;
use terms::limits::RECOVERY_CODES_FEW;

/// The most urgent action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NextStep {
    NoDevice,
    Protect,
    NotNow,
    SaveCodes,
    FewCodes,
    SecondDevice,
    Nothing,
}

fn next_step(viewer: &Viewer, home: &HomeView) -> NextStep {
    match viewer.two_factor_since {
        None if home.recommend => NextStep::Protect,
        None => NextStep::NotNow,
        Some(_) if home.devices == 0 => NextStep::NoDevice,
        Some(_) if home.codes_left <= RECOVERY_CODES_FEW => NextStep::FewCodes,
        Some(_) if !home.codes_saved => NextStep::SaveCodes,
        Some(_) if home.devices == 1 => NextStep::SecondDevice,
        Some(_) => NextStep::Nothing,
    }
}

/// The card that shows a [`NextStep`].
#[component]
pub(super) fn NextStepCard(viewer: Viewer, home: HomeView, not_now: FormState) -> AnyView {
    let words = text().home();
    let recovery_codes = text().recovery_codes();
    let new_device = (page::NEW_DEVICE.path, words.protect_button());
    let codes = (page::RECOVERY_CODES.path, words.save_codes_button());
    let step = next_step(&viewer, &home);
    let ((title, about), (href, label)) = match step {
        NextStep::NotNow => return note(AlertKind::Info, words.not_now_done()),
        NextStep::Nothing => return note(AlertKind::Good, words.all_well()),
        NextStep::NoDevice => (words.no_device(), new_device),
        NextStep::Protect => (words.protect(), new_device),
        NextStep::SaveCodes => (words.save_codes(), codes),
        NextStep::FewCodes => ((words.few_codes(), recovery_codes.low()), codes),
        NextStep::SecondDevice => (words.second_device(), new_device),
    };
    let may_wait = step == NextStep::Protect;
    view! {
        <Card>
            <div class="row top">
                <span class="icon-box accent">
                    <Icon name=IconName::ShieldCheck />
                </span>
                <div class="stack tight">
                    <h2>{title}</h2>
                    <p class="lead">{about}</p>
                </div>
            </div>
            <div class="row">
                <a class="button" href=href>{label}</a>
                {may_wait.then(|| view! {
                    <PostForm form=not_now>
                        <SubmitButton label=words.not_now() pending=not_now.pending class="text" />
                    </PostForm>
                })}
            </div>
        </Card>
    }
    .into_any()
}

fn note(kind: AlertKind, (title, about): (&'static str, &'static str)) -> AnyView {
    view! { <Alert kind=kind title=title><p>{about}</p></Alert> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::{NextStep, next_step};
    use crate::{home::api::HomeView, wire::Viewer};

    fn step(change: impl FnOnce(&mut Viewer, &mut HomeView)) -> NextStep {
        let mut viewer = Viewer {
            name: String::new(),
            email: String::new(),
            two_factor_since: Some(1),
            repair: false,
            limited: false,
            session_ends_at: 0,
            now: 0,
        };
        let mut home = HomeView {
            password_changed_at: 0,
            devices: 2,
            codes_left: 10,
            codes_saved: true,
            recommend: false,
            signed_in_at: 0,
            signed_in_here: true,
            address: String::new(),
            agent: String::new(),
            approvals: String::new(),
        };
        change(&mut viewer, &mut home);
        next_step(&viewer, &home)
    }

    #[test]
    fn the_most_urgent_thing_comes_first() {
        assert_eq!(step(|_, _| {}), NextStep::Nothing);
        assert_eq!(step(|_, home| home.devices = 1), NextStep::SecondDevice);
        assert_eq!(
            step(|_, home| (home.devices, home.codes_saved) = (1, false)),
            NextStep::SaveCodes
        );
        assert_eq!(
            step(|_, home| (home.codes_left, home.codes_saved) = (3, false)),
            NextStep::FewCodes
        );
        assert_eq!(
            step(|_, home| (home.devices, home.codes_left) = (0, 2)),
            NextStep::NoDevice
        );
    }

    #[test]
    fn two_factor_is_recommended_until_not_now() {
        assert_eq!(
            step(|viewer, home| (viewer.two_factor_since, home.recommend) = (None, true)),
            NextStep::Protect
        );
        assert_eq!(step(|viewer, _| viewer.two_factor_since = None), NextStep::NotNow);
    }
}
