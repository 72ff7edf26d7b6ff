use crate::{
    form::{FormState, PostForm, alert::FormAlert},
    text::text,
    ui::{Card, SubmitButton},
};
use leptos::prelude::*;
use terms::Language;

/// Chooses the language of mails, and of pages in every browser that the member signs in with.
#[component]
pub(super) fn LanguageCard(chosen: String, form: FormState) -> AnyView {
    let words = text().profile();
    let languages = Language::ALL
        .iter()
        .map(|language| {
            let code = language.as_str();
            view! { <option value=code lang=code selected={chosen == code}>{::text::name(*language)}</option> }
                .into_any()
        })
        .collect_view();
    view! {
        <Card>
            <h2>{words.language()}</h2>
            <FormAlert error=form.error />
            <PostForm form=form loads_document=true>
                <div class="stack">
                    <div class="field">
                        <label for="language">{words.language_label()}</label>
                        <p class="hint" id="language-hint">{words.language_hint()}</p>
                        <select class="input" id="language" name="language" aria-describedby="language-hint">
                            <option value="">{words.as_browser()}</option>
                            {languages}
                        </select>
                    </div>
                    <div class="row">
                        <SubmitButton label=words.save_language() pending=form.pending class="quiet" />
                    </div>
                </div>
            </PostForm>
        </Card>
    }
    .into_any()
}
