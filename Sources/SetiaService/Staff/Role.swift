package import SetiaCore

/// What somebody is among the staff; `RoleTable` says what that allows.
package enum Role: String, Sendable, Hashable, CaseIterable {
    /// Everything, staff and keys included.
    case owner
    /// The daily business of the brand, all of it.
    case manager
    /// Members and their troubles.
    case agent
    /// Figures, and nobody's name.
    case analyst
    /// The counter.
    case till
}

extension Role {
    /// Whether the role allows it (rule S-1).
    ///
    /// Whoever has some stores only is held to less: ask `StaffMember.may` where a person is at hand.
    package func may(_ permission: Permission) -> Bool {
        RoleTable.permissions(of: self).contains(permission)
    }

    /// How many points the role gives or takes by hand at once without a second person (rule S-7); zero where none.
    package var adjustmentLimit: Points {
        RoleTable.adjustmentLimit(of: self)
    }
}

/// The one table of what roles may do (rules S-1 and S-7); `docs/rules/staff.md` shows it, and a test compares them.
package enum RoleTable {
    /// What a role may do.
    package static func permissions(of role: Role) -> Set<Permission> {
        switch role {
        case .owner: Set(Permission.allCases)
        case .manager: Set(Permission.allCases).subtracting([.manageKeys, .manageStaff])
        case .agent:
            [
                .findMembers, .seeMember, .editMember, .adjustPoints, .seeStores, .seeProgramme, .useTill,
                .answerMembers,
            ]
        case .analyst: [.seeFigures, .seeStores, .seeProgramme, .draftProgramme]
        case .till: [.useTill]
        }
    }

    /// How many points a role gives or takes by hand at once; more waits for a second person.
    package static func adjustmentLimit(of role: Role) -> Points {
        switch role {
        case .owner, .manager: Points(1_000)
        case .agent: Points(200)
        case .analyst, .till: .zero
        }
    }

    /// How many points a role gives for cases in a month (rule J-6).
    package static func compensationBudget(of role: Role) -> Points {
        switch role {
        case .owner, .manager: Points(20_000)
        case .agent: Points(2_000)
        case .analyst, .till: .zero
        }
    }
}
