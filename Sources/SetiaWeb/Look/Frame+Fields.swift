internal import SetiaService

extension Web {
    /// What stands around every page: who, where to, in which language.
    func frameFields(_ visit: Visit, title: String, _ frame: Frame) -> Fields {
        let texts = visit.texts
        var fields: Fields = [
            "brand": visit.brandName,
            "title": title,
            "language": visit.language.rawValue,
            "theme": visit.theme.rawValue,
            "address": visit.address,
            "isConsole": frame == .console && visit.session != nil,
            "isSimple": frame == .simple || (frame == .console && visit.session == nil),
            "isTill": frame == .till,
            "bootstrapCSS": assets.address("bootstrap.css"),
            "css": assets.address("setia.css"),
            "js": assets.address("setia.js"),
            "tillJS": assets.address("till.js"),
            "icon": assets.address("icon.svg"),
            "languages": Language.allCases.map { language in
                ["code": language.rawValue, "name": language.ownName, "isCurrent": language == visit.language] as Fields
            },
            "themes": Theme.allCases.map { theme in
                [
                    "code": theme.rawValue, "name": texts.say("theme.\(theme.rawValue)"),
                    "isCurrent": theme == visit.theme,
                ] as Fields
            },
        ]
        let done = visit.query["done"]
        if !done.isEmpty, let text = texts.raw("done.\(done)") { fields["done"] = text }
        if frame == .portal {
            fields["isPortal"] = true
            fields["token"] = visit.member?.formToken ?? ""
            fields["portalRooms"] = portalRooms(visit)
            return fields
        }
        guard let session = visit.session else { return fields }
        fields["token"] = session.formToken
        fields["user"] =
            ["name": session.staff.name, "role": texts.say("role.\(session.staff.role.rawValue)")] as Fields
        let rooms = Room.all.filter { session.may($0.permission) }.map { room in
            [
                "path": room.path, "name": texts.say(room.name), "icon": room.icon,
                "isCurrent": room.path == "/console"
                    ? visit.path == room.path
                    : ([room.path] + room.others).contains { visit.path.hasPrefix($0) },
            ] as Fields
        }
        fields["rooms"] = rooms
        fields["firstRooms"] = Array(rooms.prefix(4))
        fields["otherRooms"] = Array(rooms.dropFirst(4))
        return fields
    }
}

/// A place in the console's navigation.
private struct Room {
    let path: String
    let name: String
    let permission: Permission
    /// What else lies in it.
    var others: [String] = []
    /// The path of a picture of 24 by 24.
    let icon: String

    static let all = [
        Room(path: "/console", name: "room.home", permission: .seeFigures, icon: "M4 11l8-7 8 7v9h-5v-6H9v6H4z"),
        Room(
            path: "/console/customers",
            name: "room.customers",
            permission: .seeFigures,
            icon: "M4 20V10h4v10M10 20V4h4v16M16 20v-7h4v7M3 20h18"
        ),
        Room(
            path: "/console/members",
            name: "room.members",
            permission: .findMembers,
            icon: "M9 11a4 4 0 100-8 4 4 0 000 8zm-7 9c0-4 3-6 7-6s7 2 7 6zM16 4a4 4 0 010 7m2 3c3 1 4 3 4 6"
        ),
        Room(
            path: "/console/inbox",
            name: "room.inbox",
            permission: .answerMembers,
            icon: "M4 5h16v11H9l-5 4z"
        ),
        Room(
            path: "/console/cases",
            name: "room.cases",
            permission: .answerMembers,
            icon: "M12 4l9 16H3zM12 10v4M12 17v1"
        ),
        Room(
            path: "/console/programme",
            name: "room.programme",
            permission: .seeProgramme,
            icon: "M6 3h9l4 4v14H6zM9 10h7M9 14h7M9 18h4"
        ),
        Room(
            path: "/console/rewards",
            name: "room.rewards",
            permission: .seeProgramme,
            others: ["/console/redemptions"],
            icon: "M4 9h16v4H4zM6 13v7h12v-7M12 9v11M12 9c-3 0-5-1-5-3s4-2 5 3c1-5 5-5 5-3s-2 3-5 3"
        ),
        Room(
            path: "/console/promotions",
            name: "room.promotions",
            permission: .seeProgramme,
            icon: "M4 8V5h16v3a2 2 0 000 4v3H4v-3a2 2 0 000-4M9 5v10M4 19h16"
        ),
        Room(
            path: "/console/segments",
            name: "room.segments",
            permission: .findMembers,
            icon: "M12 3a9 9 0 109 9h-9zM15 3a6 6 0 016 6h-6z"
        ),
        Room(
            path: "/console/campaigns",
            name: "room.campaigns",
            permission: .seeFigures,
            icon: "M4 10v4h4l9 5V5l-9 5zM8 14l2 6M20 10v4"
        ),
        Room(
            path: "/console/broadcasts",
            name: "room.broadcasts",
            permission: .sendBroadcasts,
            icon: "M3 6h18v13H3zM3 7l9 7 9-7"
        ),
        Room(
            path: "/console/content",
            name: "room.content",
            permission: .sendBroadcasts,
            icon: "M4 5h16v15H4zM4 9h16M8 3v4M16 3v4M8 13h4M8 16h8"
        ),
        Room(
            path: "/console/journeys",
            name: "room.journeys",
            permission: .sendBroadcasts,
            icon: "M5 5h4v4H5zM15 15h4v4h-4zM9 7h5a3 3 0 013 3v5"
        ),
        Room(
            path: "/console/gatherings",
            name: "room.gatherings",
            permission: .manageGatherings,
            icon: "M4 6h16v14H4zM4 10h16M8 3v5M16 3v5M9 15l2 2 4-4"
        ),
        Room(
            path: "/console/surveys",
            name: "room.surveys",
            permission: .seeFigures,
            icon: "M4 5h16v11H9l-5 4zM8 9h8M8 12h5"
        ),
        Room(
            path: "/console/product-reviews",
            name: "room.productReviews",
            permission: .answerMembers,
            icon: "M12 4l2.5 5 5.5 1-4 4 1 5.5-5-2.5-5 2.5 1-5.5-4-4 5.5-1z"
        ),
        Room(
            path: "/till",
            name: "room.till",
            permission: .useTill,
            icon: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 18h2v2h-2zM18 14h2M14 20h2"
        ),
        Room(
            path: "/console/requests",
            name: "room.requests",
            permission: .adjustPoints,
            icon: "M4 5h16v14H4zM8 12l3 3 5-6"
        ),
        Room(
            path: "/console/reviews",
            name: "room.reviews",
            permission: .decideReviews,
            icon: "M12 4a8 8 0 100 16 8 8 0 000-16zM12 8v4l3 2"
        ),
        Room(
            path: "/console/referrals",
            name: "room.referrals",
            permission: .decideReviews,
            icon: "M8 11a3 3 0 100-6 3 3 0 000 6zM2 20c0-4 3-6 6-6s6 2 6 6M18 8v6M15 11h6"
        ),
        Room(
            path: "/console/stores",
            name: "room.stores",
            permission: .seeStores,
            icon: "M4 10l2-6h12l2 6M5 10v10h14V10M4 10h16M10 20v-6h4v6"
        ),
        Room(
            path: "/console/staff",
            name: "room.staff",
            permission: .manageStaff,
            icon: "M12 11a4 4 0 100-8 4 4 0 000 8zm-8 10c0-4 4-6 8-6s8 2 8 6z"
        ),
        Room(
            path: "/console/keys",
            name: "room.keys",
            permission: .manageKeys,
            icon: "M8 15a4 4 0 110-8 4 4 0 010 8zm4-4h9v4M17 11v3"
        ),
        Room(
            path: "/console/webhooks",
            name: "room.webhooks",
            permission: .manageWebhooks,
            icon: "M9 8a3 3 0 116 0l-4 7M7 13a3 3 0 104 3h7M15 16a3 3 0 103-3"
        ),
        Room(
            path: "/console/channels",
            name: "room.channels",
            permission: .manageChannels,
            icon: "M4 5h11v8H9l-4 3v-3H4zM18 9h2v8h-1v3l-4-3h-4"
        ),
        Room(path: "/console/log", name: "room.log", permission: .seeLog, icon: "M5 4h14v16H5zM8 8h8M8 12h8M8 16h5"),
    ]
}

extension Language {
    /// As its own speakers call it.
    var ownName: String {
        switch self {
        case .en: "English"
        case .ms: "Bahasa Melayu"
        case .id: "Bahasa Indonesia"
        case .th: "ไทย"
        }
    }
}
