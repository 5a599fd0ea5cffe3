import JSONText
import SetiaCore

/// What an event says besides its facts: an unmarked or unknown field is personal.
struct Personal {
    private var members: [(String, JSON)]

    /// The fields of `data` that are no facts of such an event.
    init(of data: JSONObject, besides type: EventType, _ declared: EventDeclaration?) {
        let known = declared?.fields.map(\.field.name.text) ?? type.factFields
        members = []
        for member in data.members where !known.contains(member.key) && !commonFields.contains(member.key) {
            members.append((member.key, member.value))
        }
    }

    var object: JSONObject { JSONObject(members) }

    /// Adds what could not be foreseen, under a name of ours; nothing where there is nothing.
    mutating func add(_ name: String, _ value: JSON) {
        members.append((name, value))
    }

    /// Adds the members of another object that are not known, as one object under a name of ours.
    mutating func add(_ object: JSONObject, besides known: [String], under name: String, _ reader: inout BodyReader) {
        let unknown = object.members.filter { !known.contains($0.key) }
        if unknown.isEmpty { return }
        guard !members.contains(where: { $0.0 == name }) else {
            reader.complain("data.\(name)", "is the name under which unknown attributes are kept; choose another")
            return
        }
        members.append((name, .object(JSONObject(unknown.map { ($0.key, $0.value) }))))
    }
}

/// What every event may say of where and who.
private let commonFields = ["store", "channel", "identity"]

private let orderFields = ["orderId", "currency", "lines", "discounts", "promotions", "total"]
private let returnFields = ["orderId", "returnId", "lines"]
private let redemptionFields = ["redemptionId", "wallet", "points", "orderId"]
private let holdFields = ["holdId", "wallet", "points", "minutes"]
private let captureFields = ["holdId", "points", "orderId"]
private let releaseFields = ["holdId"]
private let extensionFields = ["holdId", "minutes"]
private let transferFields = ["transferId", "to", "wallet", "points"]
private let memberFields = ["country", "language", "ageBand"]
private let adjustmentFields = ["wallet", "points", "mayOwe"]
private let openingFields = ["wallet", "lots"]
private let grantFields = ["tierSet", "level", "until"]
private let wishFields = ["redemptionId", "reward", "quantity", "wallet", "currency", "points", "minutes"]
private let stepFields = ["redemptionId", "step", "quantity", "minutes"]
private let listFields = ["segment", "isIn"]
private let cartFields = ["cartId", "orderId", "points", "promotions"]
private let cartReleaseFields = ["cartId", "points", "promotions", "redeemedAt"]
private let consentFields = ["purpose", "by", "given", "wording", "evidence"]

extension EventType {
    /// The fields of `data` that are facts of such an event.
    fileprivate var factFields: [String] {
        switch self {
        case .memberEnrolled, .memberChanged: memberFields
        case .orderPaid: orderFields
        case .orderReturned: returnFields
        case .pointsRedeemed: redemptionFields
        case .pointsHeld: holdFields
        case .pointsCaptured: captureFields
        case .pointsReleased: releaseFields
        case .holdExtended: extensionFields
        case .pointsTransferred: transferFields
        case .pointsAdjusted: adjustmentFields
        case .balanceOpened: openingFields
        case .tierGranted: grantFields
        case .consentChanged: consentFields
        case .rewardRedeemed: wishFields
        case .redemptionChanged: stepFields
        case .segmentChanged: listFields
        case .voucherRedeemed: cartFields
        case .voucherReleased: cartReleaseFields
        case .visitCompleted, .stayCompleted, .serviceCompleted, .reviewPublished, .referralMade, .surveyAnswered,
            .communityHelped, .eventAttended, .contentViewed, .socialEngaged, .causeSupported, .orderShipped,
            .orderDelivered, .orderDelayed, .caseClosed, .conversationClosed:
            facts.map(\.name.text)
        case .transferReceived, .transferEnded, .birthday, .anniversary,
            .pointsExpiring, .levelEnding, .tiersReviewed,
            .memberMerged, .mergeReceived, .mergeEnded, .mergeUndone, .referralChanged, .milestoneReached,
            .surpriseDrawn,
            .householdChanged, .accountChanged, .timePassed,
            .custom:
            []
        }
    }
}
