internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaService

/// A member who looks at what is hers.
struct SignedInMember: Sendable {
    /// Who.
    let id: MemberID
    /// What her forms carry, so that no other site can send one.
    let formToken: String
    /// The secret of her session where the browser is to keep another one from now on.
    let renewed: String?
}

extension Web {
    /// Who comes with a member's cookie, in her own language unless the browser was told another.
    func welcomeMember(_ visit: inout Visit) async throws {
        guard let token = visit.cookies[CookieName.member], token.utf8.count <= 200,
            let found = try await service.visitMemberSession(token)
        else { return }
        visit.member = SignedInMember(
            id: found.member,
            formToken: service.formToken(ofMemberSession: found.secret),
            renewed: found.isRenewed ? found.secret : nil
        )
        if visit.cookies[CookieName.language] == nil,
            let language = found.language.flatMap({ Language(rawValue: $0.text) })
        {
            visit.language = language
        }
    }

    /// Hands the browser the secret under which the session goes on, also with a page that says no.
    func keepSession(of visit: Visit, in response: inout Response) {
        guard let renewed = visit.member?.renewed else { return }
        // Signing out has said that the cookie goes.
        guard !response.headers[values: .setCookie].contains(where: { $0.hasPrefix("\(CookieName.member)=") }) else {
            return
        }
        let cookie = memberCookie(renewed).header(isSecure: settings.isSecure)
        response.headers.append(HTTPField(name: .setCookie, value: cookie))
    }

    /// The cookie of a member's session.
    func memberCookie(_ secret: String) -> NewCookie {
        NewCookie(
            name: CookieName.member,
            value: secret,
            maxAge: Int(SetiaService.memberSessionLasts / 1_000)
        )
    }

    /// Asks a member to sign in, and brings her to the page afterwards; what she had typed is asked for again.
    func memberSignedOut(_ visit: Visit) -> Response {
        guard visit.form.fields.isEmpty else { return redirect("/card") }
        return findCardPage(visit, status: visit.path == "/card" ? .ok : .unauthorized)
    }

    /// The ways through the portal.
    func portalRooms(_ visit: Visit) -> [Fields] {
        let rooms: [(path: String, name: String, icon: String)] = [
            ("/card", "portal.card", "M3 6h18v12H3zM3 10h18M7 15h4"),
            (
                "/card/rewards", "portal.rewards",
                "M4 9h16v4H4zM6 13v7h12v-7M12 9v11M12 9c-3 0-5-1-5-3s4-2 5 3c1-5 5-5 5-3s-2 3-5 3"
            ),
            ("/card/codes", "portal.codes", "M4 8V5h16v3a2 2 0 000 4v3H4v-3a2 2 0 000-4M9 5v10M4 19h16"),
            ("/card/history", "portal.history", "M12 4a8 8 0 100 16 8 8 0 000-16zM12 8v4l3 2"),
            ("/card/events", "portal.events", "M4 6h16v14H4zM4 10h16M8 3v5M16 3v5M9 15l2 2 4-4"),
            ("/card/messages", "portal.messages", "M4 5h16v11H9l-5 4z"),
            ("/card/me", "portal.me", "M12 11a4 4 0 100-8 4 4 0 000 8zm-8 10c0-4 4-6 8-6s8 2 8 6z"),
        ]
        return rooms.map { room in
            [
                "path": room.path, "name": visit.texts.say(room.name), "icon": room.icon,
                "isCurrent": visit.path == room.path || (room.path != "/card" && visit.path.hasPrefix("\(room.path)/")),
            ] as Fields
        }
    }

    /// An address within the portal, as it may be gone to; none for any other.
    func portalAddress(_ text: String) -> String? {
        guard text == "/card" || text.hasPrefix("/card/") || text.hasPrefix("/card?"), !text.contains("//"),
            !text.contains("\\"), text.utf8.allSatisfy({ $0 > 32 && $0 < 127 }), text.utf8.count <= 500
        else { return nil }
        return text
    }
}
