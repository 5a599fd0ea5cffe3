internal import Hummingbird
internal import SetiaService

extension Web {
    /// What everybody may see, and the reader's own choices.
    var openPages: [Page] {
        [
            Page(.get, "/", .open) { visit in
                page("welcome", visit, title: visit.brandName, [:], frame: .simple)
            },
            Page(.post, "/preferences", .open) { visit in
                var cookies: [NewCookie] = []
                let year = 365 * 86_400
                if let language = Language(rawValue: visit.form["language"]) {
                    cookies.append(NewCookie(name: CookieName.language, value: language.rawValue, maxAge: year))
                    if let session = visit.session { try? await service.setLanguage(language, of: session) }
                }
                if let theme = Theme(rawValue: visit.form["theme"]) {
                    cookies.append(NewCookie(name: CookieName.theme, value: theme.rawValue, maxAge: year))
                }
                let back = visit.form["back"]
                let isOurs = back.hasPrefix("/") && !back.hasPrefix("//") && !back.contains("\\")
                return redirect(isOurs ? back : "/", cookies: cookies)
            },
        ]
    }
}
