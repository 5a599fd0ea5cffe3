/// What something on the menu is, as rules know it.
package enum Category: String, Sendable, CaseIterable {
    /// Coffee, hot and cold.
    case coffee
    /// Tea, hot and cold.
    case tea
    /// What is neither.
    case drinks
    /// Eaten before ten.
    case breakfast
    /// Eaten at noon.
    case lunch
    /// Sweet, beside a coffee.
    case bakery
    /// To brew at home.
    case beans
    /// For others.
    case gifts
}
