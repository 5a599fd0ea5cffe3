internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaService

extension Web {
    /// Who works here.
    var staffPages: [Page] {
        [
            Page(.get, "/console/staff", .may(.manageStaff)) { try await staffPage($0) },
            Page(.post, "/console/staff", .may(.manageStaff), answer: invite),
            Page(.get, "/console/staff/{staff}", .may(.manageStaff)) { visit in
                try await staffMemberPage(visit, try await staffMember(visit))
            },
            Page(.post, "/console/staff/{staff}", .may(.manageStaff), answer: changeStaff),
            Page(.post, "/console/staff/{staff}/invite", .may(.manageStaff), answer: inviteAgain),
            Page(.post, "/console/staff/{staff}/status", .may(.manageStaff), answer: changeStatus),
        ]
    }

    private func staffPage(
        _ visit: Visit,
        link: String? = nil,
        problems: [FormProblem] = []
    ) async throws -> Response {
        let texts = visit.texts
        let brand = try await brand()
        var fields = problemFields(problems)
        fields["rows"] = try await service.staff().map { staff in
            var row: Fields = [
                "id": staff.id.text, "name": shown(staff.name), "email": staff.email,
                "role": texts.say("role.\(staff.role.rawValue)"), "stores": stores(of: staff, visit, brand),
                "seen": staff.lastSeenAt.map { visit.wording.moment($0, in: brand.zone) } ?? "–",
            ]
            if staff.status != .active { row["status"] = texts.say("staffStatus.\(staff.status.rawValue)") }
            return row
        }
        fields["roles"] = Role.allCases.map { texts.say("role.\($0.rawValue)") }
        fields["permissions"] = Permission.allCases.map { permission in
            [
                "name": texts.say("permission.\(permission.rawValue)"),
                "cells": Role.allCases.map { ["yes": $0.may(permission)] as Fields },
            ] as Fields
        }
        if let link { fields["link"] = link }
        let isRetry = !problems.isEmpty
        fields["name"] = isRetry ? visit.form["name"] : ""
        fields["email"] = isRetry ? visit.form["email"] : ""
        fillChoices(
            &fields,
            role: isRetry ? visit.form["role"] : Role.agent.rawValue,
            language: isRetry ? visit.form["language"] : visit.language.rawValue,
            stores: isRetry && visit.form["scope"] == "some" ? Set(visit.form.all("store")) : nil,
            visit,
            brand
        )
        return page(
            "staff",
            visit,
            title: texts.say("staff.title"),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent
        )
    }

    private func stores(of staff: StaffMember, _ visit: Visit, _ brand: BrandView) -> String {
        guard let stores = staff.stores.stores else { return visit.texts.say("staff.allStores") }
        return stores.map { shown(brand.name(of: $0) ?? $0.text, upTo: 40) }.joined(separator: ", ")
    }

    private func fillChoices(
        _ fields: inout Fields,
        role: String,
        language: String,
        stores: Set<String>?,
        _ visit: Visit,
        _ brand: BrandView
    ) {
        fields["roleChoices"] = Role.allCases.map {
            option($0.rawValue, visit.texts.say("role.\($0.rawValue)"), role)
        }
        fields["languageChoices"] = Language.allCases.map { option($0.rawValue, $0.ownName, language) }
        fields["isAllStores"] = stores == nil
        fields["storeChoices"] = brand.shops.map { shop in
            [
                "value": shop.id.text, "text": shown(shop.name, upTo: 60),
                "isChosen": stores?.contains(shop.id.text) ?? false,
            ] as Fields
        }
    }

    private func scope(_ visit: Visit) -> StoreScope {
        guard visit.form["scope"] == "some" else { return .all }
        return .some(Set(visit.form.all("store").compactMap { try? StoreID($0) }))
    }

    private func invite(_ visit: Visit) async throws -> Response {
        guard let role = Role(rawValue: visit.form["role"]) else { throw WebFailure.notFound }
        do {
            let invitation = try await service.inviteStaff(
                NewStaff(
                    name: visit.form["name"],
                    email: visit.form["email"],
                    role: role,
                    stores: scope(visit),
                    language: Language(rawValue: visit.form["language"]) ?? visit.language
                ),
                by: try visit.staff().actor
            )
            return try await staffPage(visit, link: address(StaffLink.invitation(invitation.token)))
        } catch let refusal as StaffRefusal {
            return try await staffPage(visit, problems: problems(refusal, visit))
        }
    }

    /// A path with the server's public address before it.
    func address(_ path: String) -> String { (settings.address ?? "") + path }

    private func staffMember(_ visit: Visit) async throws -> StaffMember {
        guard let id = StaffID(text: visit.parameter("staff")), let staff = try await service.staffMember(id) else {
            throw WebFailure.notFound
        }
        return staff
    }

    private func staffMemberPage(
        _ visit: Visit,
        _ staff: StaffMember,
        link: String? = nil,
        problems: [FormProblem] = [],
        changes: [String] = []
    ) async throws -> Response {
        let (texts, brand) = (visit.texts, try await brand())
        var fields = problemFields(problems)
        let isRetry = visit.form.has("revision") && visit.form.has("role")
        fields["path"] = "/console/staff/\(staff.id.text)"
        fields["revision"] = staff.revision
        fields["name"] = isRetry ? visit.form["name"] : staff.name
        fields["changed"] = !changes.isEmpty
        fields["changes"] = changes
        if let link { fields["link"] = link }
        fields["isInvited"] = staff.status == .invited
        fields["isDisabled"] = staff.status == .disabled
        fields["facts"] =
            [
                ["label": texts.say("staff.email"), "value": staff.email],
                ["label": texts.say("staff.status"), "value": texts.say("staffStatus.\(staff.status.rawValue)")],
                [
                    "label": texts.say("staff.factor"),
                    "value": texts.say(staff.hasSecondFactor ? "staff.yes" : "staff.no"),
                ],
                [
                    "label": texts.say("staff.seen"),
                    "value": staff.lastSeenAt.map { visit.wording.moment($0, in: brand.zone) } ?? "–",
                ],
            ] as [Fields]
        fillChoices(
            &fields,
            role: isRetry ? visit.form["role"] : staff.role.rawValue,
            language: isRetry ? visit.form["language"] : staff.language.rawValue,
            stores: isRetry
                ? visit.form["scope"] == "some" ? Set(visit.form.all("store")) : nil
                : staff.stores.stores.map { Set($0.map(\.text)) },
            visit,
            brand
        )
        return page(
            "staff-member",
            visit,
            title: shown(staff.name, upTo: 60),
            fields,
            status: problems.isEmpty ? changes.isEmpty ? .ok : .conflict : .unprocessableContent
        )
    }

    private func changeStaff(_ visit: Visit) async throws -> Response {
        let staff = try await staffMember(visit)
        let isSelf = try visit.staff().staff.id == staff.id
        let change = StaffChange(
            name: visit.form["name"],
            role: isSelf && visit.form["role"] == staff.role.rawValue ? nil : Role(rawValue: visit.form["role"]),
            stores: isSelf && scope(visit) == staff.stores ? nil : scope(visit),
            language: Language(rawValue: visit.form["language"])
        )
        return try await apply(change, to: staff, visit)
    }

    private func changeStatus(_ visit: Visit) async throws -> Response {
        let staff = try await staffMember(visit)
        guard let status = StaffStatus(rawValue: visit.form["status"]) else { throw WebFailure.notFound }
        return try await apply(StaffChange(status: status), to: staff, visit)
    }

    private func apply(_ change: StaffChange, to staff: StaffMember, _ visit: Visit) async throws -> Response {
        do {
            _ = try await service.changeStaff(
                staff.id,
                change,
                expectedRevision: Int64(visit.form["revision"]) ?? 0,
                by: try visit.staff().actor
            )
            return redirect("/console/staff?done=staffSaved")
        } catch StaffRefusal.changedMeanwhile(let now) {
            return try await staffMemberPage(visit, now, changes: try await described(now, visit))
        } catch let refusal as StaffRefusal {
            return try await staffMemberPage(visit, staff, problems: problems(refusal, visit))
        }
    }

    /// What an account is now, for somebody whose form is older.
    private func described(_ staff: StaffMember, _ visit: Visit) async throws -> [String] {
        let texts = visit.texts
        return [
            "\(texts.say("staff.name")): \(shown(staff.name))",
            "\(texts.say("staff.role")): \(texts.say("role.\(staff.role.rawValue)"))",
            "\(texts.say("staff.stores")): \(stores(of: staff, visit, try await brand()))",
            "\(texts.say("staff.status")): \(texts.say("staffStatus.\(staff.status.rawValue)"))",
        ]
    }

    private func inviteAgain(_ visit: Visit) async throws -> Response {
        let staff = try await staffMember(visit)
        do {
            let invitation = try await service.inviteStaffAgain(staff.id, by: try visit.staff().actor)
            return try await staffMemberPage(
                visit,
                invitation.staff,
                link: address(StaffLink.invitation(invitation.token))
            )
        } catch let refusal as StaffRefusal {
            return try await staffMemberPage(visit, staff, problems: problems(refusal, visit))
        }
    }
}
