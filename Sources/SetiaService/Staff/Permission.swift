/// One thing that staff may or may not do; `RoleTable` says who.
package enum Permission: String, Sendable, Hashable, CaseIterable {
    /// Figures of the brand: reports, charts.
    case seeFigures
    /// Search for members and list them.
    case findMembers
    /// Look at one member, what is personal included.
    case seeMember
    /// Take a list of members away as a file.
    case exportMembers
    /// Change what is known of a member.
    case editMember
    /// Give and take points by hand, up to the limit of the role.
    case adjustPoints
    /// Approve or decline what somebody else asked for.
    case decideRequests
    /// Make two accounts of one person one, and undo it.
    case mergeMembers
    /// Apply or dismiss events that came too late, and returns whose order never came.
    case decideReviews
    /// Erase a member for good.
    case eraseMember
    /// Look at the stores.
    case seeStores
    /// Add stores and change them.
    case editStores
    /// Read the programme.
    case seeProgramme
    /// Keep drafts of the programme, and take them away.
    case draftProgramme
    /// Publish a version of the programme, take it back, go back to an older one.
    case publishProgramme
    /// Make and end API keys.
    case manageKeys
    /// Say whom events are told to, and look at what they were told.
    case manageWebhooks
    /// Connect networks by which members write, change what is set of them, switch them off.
    case manageChannels
    /// Invite staff and change their roles.
    case manageStaff
    /// Read who did what.
    case seeLog
    /// Make codes of promotions, take them away as a file, withdraw them.
    case manageCodes
    /// Work at the till: find by card, add a purchase, redeem.
    case useTill
    /// Read what members write and answer it.
    case answerMembers
    /// Write the texts that stand ready for answers.
    case manageAnswers
    /// Write to many members at once: start, pause and stop broadcasts.
    case sendBroadcasts
    /// Make events for members, change them, call them off, and see who comes.
    case manageGatherings

    /// Whether it concerns the whole brand: somebody with some stores only may not, whatever the role.
    package var isBrandWide: Bool {
        switch self {
        case .decideReviews, .mergeMembers, .seeFigures, .editStores, .draftProgramme, .publishProgramme, .manageKeys,
            .manageWebhooks, .manageChannels, .manageStaff, .manageCodes, .answerMembers, .manageAnswers,
            .sendBroadcasts,
            .manageGatherings, .exportMembers, .seeLog:
            true
        case .findMembers, .seeMember, .editMember, .adjustPoints, .decideRequests, .eraseMember,
            .seeStores, .seeProgramme, .useTill:
            false
        }
    }
}
