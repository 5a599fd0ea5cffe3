internal import SetiaCore

extension LetterWords {
    static func english(_ letter: Letter, _ brand: String) -> LetterWords {
        let foot =
            "You get this letter because you have a staff account at \(brand). Letters about its safety are always sent."
        switch letter {
        case .invitation(let name, let inviter, _):
            return LetterWords(
                subject: "Your staff account at \(brand)",
                greeting: "Hello \(name),",
                before: [
                    inviter.map { "\($0) has invited you to work with \(brand)." }
                        ?? "You are invited to work with \(brand).",
                    "Choose a password, and your account is ready.",
                ],
                action: "Accept the invitation",
                after: ["The link works once, and for three days."],
                foot:
                    "You get this letter because somebody at \(brand) entered your address. If you expected nothing, ignore it: without the link there is no account."
            )
        case .passwordReset(let name, _):
            return LetterWords(
                subject: "A new password for \(brand)",
                greeting: "Hello \(name),",
                before: ["Somebody asked for a new password for your account. If that was you, choose one now."],
                action: "Choose a new password",
                after: [
                    "The link works once, and for one hour. If it was not you, do nothing: your password stays as it is."
                ],
                foot: foot
            )
        case .code(let code):
            return LetterWords(
                subject: "\(code) is your code for \(brand)",
                greeting: "Hello,",
                before: ["This is your code:"],
                after: ["It is good for 10 minutes. Give it to nobody, not even to our staff."],
                foot:
                    "You get this letter because somebody entered your address at \(brand). If it was not you, ignore it: nothing happens without the code."
            )
        case .addressChanged:
            return LetterWords(
                subject: "Your address at \(brand) is being changed",
                greeting: "Hello,",
                before: [
                    "Another address takes the place of this one, or stands beside it from now on.",
                    "If that was you, all is well. If not, stop your account now: nobody can spend your points then, and we look into it with you.",
                ],
                action: "It was not me",
                after: ["The link is good for 30 days. For a day after a change nothing can be spent online."],
                foot:
                    "You get this letter because this address belongs to a member of \(brand). Letters about an account's safety are always sent."
            )
        case .newSignIn(let name, let at):
            return LetterWords(
                subject: "A new device signed in at \(brand)",
                greeting: "Hello \(name),",
                before: ["Somebody signed in to your account on a device that we did not know, at \(letterTime(at))."],
                after: [
                    "If that was you, all is well. If not, change your password now and end the other sessions in your account."
                ],
                foot: foot
            )
        case .passwordChanged(let name):
            return LetterWords(
                subject: "Your password at \(brand) was changed",
                greeting: "Hello \(name),",
                before: ["The password of your account was changed, and your other sessions have ended."],
                after: [
                    "If that was not you, ask for a new password on the sign-in page at once, and tell the owner of the account."
                ],
                foot: foot
            )
        case .secondFactorChanged(let name, let isOn):
            return LetterWords(
                subject: isOn ? "Sign-in codes are on at \(brand)" : "Sign-in codes are off at \(brand)",
                greeting: "Hello \(name),",
                before: [
                    isOn
                        ? "From now on, signing in asks for a code from your authenticator app."
                        : "From now on, signing in to your account asks for your password only."
                ],
                after: ["If that was not you, change your password now and tell the owner of the account."],
                foot: foot
            )
        }
    }
}
