use super::*;

/// The words of a step, as they are printed.
fn text(step: &Step) -> String {
    anstream::adapter::strip_str(&paint::step(step)).to_string()
}

#[tokio::test]
async fn every_step_behaves_and_no_secret_is_shown() {
    let sandbox = world().start().unwrap();
    let mut steps = Vec::new();
    script::play(&sandbox, |step| {
        steps.push(step);
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(steps.len(), 7);
    assert_eq!(count(&steps), (26, 4));
    let json = serde_json::to_string(&steps).unwrap();
    let printed: String = steps.iter().map(text).collect();
    // What the documents write is no secret: it stands in the code that is shown.
    let secrets: Vec<_> =
        sandbox.secrets().into_iter().filter(|secret| !secret.starts_with("your-")).collect();
    assert!(secrets.len() > 8, "tokens, a code, a verifier and a state: {}", secrets.len());
    for secret in secrets {
        assert!(!json.contains(&secret) && !printed.contains(&secret));
    }
}

#[tokio::test]
async fn it_fits_into_80_columns_and_is_the_same_each_time() {
    let mut plays = Vec::new();
    for _ in 0..2 {
        let mut printed = String::new();
        let sandbox = world().start().unwrap();
        script::play(&sandbox, |step| {
            printed.push_str(&text(&step));
            Ok(())
        })
        .await
        .unwrap();
        for line in printed.lines() {
            assert!(line.chars().count() <= 80, "{line}");
            assert!(line.starts_with("    ") || line.len() < 70, "{line}");
        }
        plays.push(printed);
    }
    assert_eq!(plays[0], plays[1]);
}

#[tokio::test]
async fn a_step_that_does_not_behave_is_an_error() {
    let sandbox = world().start().unwrap();
    sandbox.fault(spotify_sandbox::Fault::on("GET /v1/me/albums").status(404));
    let mut steps = Vec::new();
    let failure = script::play(&sandbox, |step| {
        steps.push(step);
        Ok(())
    })
    .await
    .unwrap_err();
    assert_eq!(steps.len(), 3);
    let said = format!("{failure:?}");
    assert!(said.contains("saved albums") && said.contains("404"), "{said}");
}
