import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Staff: roles and changes")
struct ChangeStaffTests {
    @Test("S-1: what a role may do stands in one table", arguments: Role.allCases)
    func rolesMay(role: Role) {
        let expected: [Role: Set<Permission>] = [
            .owner: Set(Permission.allCases),
            .manager: Set(Permission.allCases).subtracting([.manageKeys, .manageStaff]),
            .agent: [
                .findMembers, .seeMember, .editMember, .adjustPoints, .seeStores, .seeProgramme, .useTill,
                .answerMembers,
            ],
            .analyst: [.seeFigures, .seeStores, .seeProgramme, .draftProgramme],
            .till: [.useTill],
        ]
        for permission in Permission.allCases {
            #expect(role.may(permission) == expected[role]?.contains(permission), "\(permission)")
        }
    }

    @Test("S-1: whoever works for some stores only may nothing that concerns the whole brand", arguments: Role.allCases)
    func someStores(role: Role) throws {
        let member = StaffMember(
            id: StaffID(CountingIdentifiers().next()),
            name: "Gita",
            email: "gita@example.com",
            role: role,
            stores: .some([try StoreID("kl-bangsar")]),
            language: .ms,
            status: .active,
            invitedAt: Fixture.newYear
        )
        for permission in Permission.allCases {
            #expect(member.may(permission) == (role.may(permission) && !permission.isBrandWide), "\(permission)")
        }
        #expect(member.stores.includes(try StoreID("kl-bangsar")))
        #expect(!member.stores.includes(.online))
        #expect(!member.stores.includes(nil))
        #expect(StoreScope.all.includes(nil))
    }

    @Test("S-8: whoever changes what somebody else changed meanwhile is told what it is now")
    func changedMeanwhile() async throws {
        let bench = try await StaffBench()
        let owner = try await bench.join("Owner")
        let agent = try await bench.join("Agent", .agent).session.staff
        let changed = try await bench.service.changeStaff(
            agent.id,
            StaffChange(name: "Agen", role: .manager),
            expectedRevision: agent.revision,
            by: owner.session.actor
        )
        #expect(changed.name == "Agen")
        #expect(changed.revision == agent.revision + 1)
        let late = await refusal {
            try await bench.service.changeStaff(
                agent.id,
                StaffChange(role: .till),
                expectedRevision: agent.revision,
                by: owner.session.actor
            )
        }
        guard case .changedMeanwhile(let now) = late else {
            Issue.record("\(String(describing: late))")
            return
        }
        #expect(now.role == .manager)
    }

    @Test("S-8: nobody changes her own role, stores or status; her name she may")
    func ownRole() async throws {
        let bench = try await StaffBench()
        let owner = try await bench.join("Owner").session
        _ = try await bench.join("Second")
        for change in [
            StaffChange(role: .manager), StaffChange(status: .disabled),
            StaffChange(stores: .some([Fixture.shops[0].id])),
        ] {
            let refused = await refusal {
                try await bench.service.changeStaff(owner.staff.id, change, expectedRevision: 2, by: owner.actor)
            }
            #expect(refused == .ownRole)
        }
        let renamed = try await bench.service.changeStaff(
            owner.staff.id,
            StaffChange(name: "Puan"),
            expectedRevision: 2,
            by: owner.actor
        )
        #expect(renamed.name == "Puan")
    }

    @Test("S-8: the last owner of all stores is neither disabled nor demoted, not even by the operator")
    func lastOwner() async throws {
        let bench = try await StaffBench()
        let owner = try await bench.join("Owner").session.staff
        _ = try await bench.join("Some", .owner, stores: .some([Fixture.shops[0].id]))
        _ = try await bench.invite("Invited")
        for change in [
            StaffChange(role: .manager), StaffChange(status: .disabled),
            StaffChange(stores: .some([Fixture.shops[0].id])),
        ] {
            let refused = await refusal {
                try await bench.service.changeStaff(owner.id, change, expectedRevision: 2, by: .operator)
            }
            #expect(refused == .lastOwner)
        }
    }

    @Test("S-8: whoever is disabled is signed out at once, has no link, and comes back with her password")
    func disables() async throws {
        let bench = try await StaffBench()
        _ = try await bench.join("Owner")
        let till = try await bench.join("Till", .till)
        let id = till.session.staff.id
        let link = try await bench.service.oneTimeSignInLink(email: "till@example.com")
        let off = try await bench.service.changeStaff(
            id,
            StaffChange(status: .disabled),
            expectedRevision: 2,
            by: .operator
        )
        #expect(try await bench.service.staffSession(till.sessionToken) == nil)
        #expect(await refusal { try await bench.service.signIn(link: link) } == .linkUnknown)
        let on = try await bench.service.changeStaff(
            id,
            StaffChange(status: .active),
            expectedRevision: off.revision,
            by: .operator
        )
        #expect(on.status == .active)
        #expect(try await bench.signIn("Till").session.staff.role == .till)
        let invited = try await bench.invite("Late", .till).staff
        let still = try await bench.service.changeStaff(
            invited.id,
            StaffChange(status: .active),
            expectedRevision: 1,
            by: .operator
        )
        #expect(still.status == .invited)
    }

    @Test("S-9: who did what stands in the log, by page, and the same read within a quarter of an hour once")
    func log() async throws {
        let bench = try await StaffBench()
        let owner = try await bench.join("Owner").session
        let agent = try await bench.join("Agent", .agent).session
        let member = try await bench.member()
        for session in [owner, owner, agent] {
            try await bench.service.note(.memberRead, by: session.actor, member: member)
            bench.clock.advance(milliseconds: 60_000)
        }
        bench.clock.advance(milliseconds: StaffTimes.sameRead)
        try await bench.service.note(.memberRead, by: owner.actor, member: member)
        try await bench.service.note(.keyCreated, by: owner.actor, subject: "k-1", details: ["name": "till"])
        let reads = try await bench.service.auditLog(AuditFilter(member: member), limit: 10)
        #expect(reads.map(\.actor) == [owner.actor, agent.actor, owner.actor])
        let byOwner = AuditFilter(staff: owner.staff.id)
        let first = try await bench.service.auditLog(byOwner, limit: 2)
        let rest = try await bench.service.auditLog(byOwner, before: first.last?.cursor, limit: 10)
        #expect(
            (first + rest).map(\.action) == [.keyCreated, .memberRead, .memberRead, .signedIn, .invitationAccepted]
        )
        #expect(first.first?.details == ["name": "till"])
        let keys = try await bench.service.auditLog(AuditFilter(action: .keyCreated), limit: 10)
        #expect(keys.map(\.subject) == ["k-1"])
        let cursor = try #require(first.last?.cursor)
        #expect(AuditCursor(text: cursor.text) == cursor)
        #expect(AuditCursor(text: "nothing") == nil)
    }

    @Test("S-1: what staff do with programme, stores, keys and members is allowed by role, and logged")
    func logged() async throws {
        let bench = try await StaffBench()
        let owner = try await bench.join("Owner").session
        let analyst = try await bench.join("Analyst", .analyst).session
        let member = try await bench.member()
        let service = bench.service
        #expect(await refusal { try await service.eraseMember(member, by: analyst) } == .mayNot(.eraseMember))
        #expect(await refusal { try await service.putShop(Fixture.shops[0], by: analyst) } == .mayNot(.editStores))
        #expect(
            await refusal { try await service.publishProgramme("x", by: analyst) } == .mayNot(.publishProgramme)
        )
        #expect(
            await refusal { try await service.createAPIKey(name: "k", scopes: [], by: analyst) } == .mayNot(.manageKeys)
        )
        _ = try await service.putShop(Fixture.shops[0], by: owner)
        _ = try await service.publishProgramme("another", by: owner)
        let key = try await service.createAPIKey(name: "k", scopes: [.eventsRead], by: owner).key
        #expect(try await service.revokeAPIKey(key.id, by: owner))
        #expect(try await service.eraseMember(member, by: owner))
        let log = try await service.auditLog(AuditFilter(staff: owner.staff.id), limit: 5)
        #expect(log.map(\.action) == [.memberErased, .keyRevoked, .keyCreated, .programmePublished, .storeChanged])
        #expect(log[0].member == member)
        #expect(log[3].subject == "2")
    }

    @Test("S-9: a failed sign-in is in the log without the address that was typed")
    func logsFailures() async throws {
        let bench = try await StaffBench()
        _ = await refusal { try await bench.signIn("secretive", "wrong") }
        let failed = try await bench.service.auditLog(AuditFilter(action: .signInFailed), limit: 10)
        #expect(failed.count == 1)
        #expect(failed[0].actor == .nobody)
        #expect(!"\(failed[0])".contains("secretive"))
    }
}
