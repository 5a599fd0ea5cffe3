internal import SetiaCore
internal import SetiaDemo
internal import SetiaService

/// Those who work at the demo's cafés, one of each role, and something that waits for a second person.
///
/// Their passwords are chance and told to nobody: `setia staff link` signs in whoever runs the server.
struct DemoStaff {
    let service: SetiaService
    let talk: DemoTalk

    /// Whom a stranger looks over the shoulder of.
    static let owner = "farah@kopi-setia.example"

    private static let people: [NewStaff] = [
        NewStaff(name: "Farah Aminah", email: owner, role: .owner, language: .ms),
        NewStaff(name: "Nurul Izzati", email: "nurul@kopi-setia.example", role: .manager, language: .ms),
        NewStaff(name: "Budi Santoso", email: "budi@kopi-setia.example", role: .agent, language: .id),
        NewStaff(name: "Priya Nair", email: "priya@kopi-setia.example", role: .analyst),
        NewStaff(
            name: "ณัฐพล ศรีสุข",
            email: "nattapon@kopi-setia.example",
            role: .till,
            stores: .some(Set(DemoBrand.shops.filter { $0.country == "TH" }.prefix(1).map(\.id))),
            language: .th
        ),
    ]

    /// Opens their accounts, and lets the agent ask for more than an agent may give.
    func fill() async throws {
        for person in DemoStaff.people {
            let invitation = try await service.inviteStaff(person, by: .operator)
            let signedIn = try await service.acceptInvitation(
                invitation.token,
                password: service.sealing.newToken()
            )
            if person.role == .agent {
                try await ask(signedIn.session)
                try await talk.fill(by: signedIn.session)
            }
            try await service.signOut(signedIn.sessionToken)
        }
    }

    private func ask(_ session: StaffSession) async throws {
        let asked: [(points: Int64, reason: String)] = [
            (350, "Mesin kopi rusak di Bandung, pesanan batal dua kali minggu lalu"),
            (500, "Poin tidak masuk sejak ganti kartu, sudah dicek dengan struk"),
        ]
        let members = try await service.findMembers(MemberQuery(status: .active, country: "ID"), limit: asked.count)
        for (row, wish) in zip(members.rows, asked) {
            _ = try await service.adjustPoints(
                of: row.id,
                wallet: "points",
                points: Points(wish.points),
                reason: wish.reason,
                formID: service.surroundings.newIdentifier(),
                by: session
            )
        }
    }
}
