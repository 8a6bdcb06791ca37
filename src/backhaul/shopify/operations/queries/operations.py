__all__ = [
    "BULK_OPERATIONS_GQL",
    "BULK_OPERATION_GQL",
    "CONTRACTS_CHANGED_GQL",
    "CONTRACTS_LISTED_GQL",
    "CONTRACT_ADDRESS_GQL",
    "CONTRACT_ATTEMPTS_NEXT_GQL",
    "CONTRACT_CONTENT_GQL",
    "CONTRACT_CYCLES_NEXT_GQL",
    "CONTRACT_DISCOUNTS_GQL",
    "CONTRACT_GQL",
    "CONTRACT_LINES_NEXT_GQL",
    "CONTRACT_ORDERS_NEXT_GQL",
    "CYCLES_EDITED_GQL",
    "CYCLE_ATTEMPTS_GQL",
    "CYCLE_CONTENT_GQL",
    "DRAFT_DELIVERY_OPTIONS_GQL",
    "FULFILLMENTS_OF_FULFILLMENT_ORDER_GQL",
    "FULFILLMENTS_OF_GQL",
    "FULFILLMENT_GQL",
    "FULFILLMENT_LINES_NEXT_GQL",
    "FULFILLMENT_ORDERS_CHANGED_GQL",
    "FULFILLMENT_ORDERS_NEXT_GQL",
    "FULFILLMENT_ORDERS_OF_GQL",
    "FULFILLMENT_ORDERS_PRESENT_GQL",
    "FULFILLMENT_ORDER_GQL",
    "FULFILLMENT_ORDER_LINES_NEXT_GQL",
    "LOCATIONS_GQL",
    "ORDERS_CHANGED_GQL",
    "ORDERS_LISTED_GQL",
    "ORDERS_NAMED_GQL",
    "ORDERS_PRESENT_GQL",
    "ORDER_ADDRESS_GQL",
    "ORDER_CANCELLATION_GQL",
    "ORDER_CONTRACTS_GQL",
    "ORDER_DESTINATIONS_GQL",
    "ORDER_GQL",
    "ORDER_LINES_NEXT_GQL",
    "ORDER_LINES_WORTH_GQL",
    "ORDER_PAYMENTS_GQL",
    "ORDER_REFUNDS_GQL",
    "ORDER_RETURNS_GQL",
    "REFUND_LINES_NEXT_GQL",
    "REFUND_TRANSACTIONS_NEXT_GQL",
    "RETURN_LINES_NEXT_GQL",
    "SELLING_PLAN_GQL",
    "SHOP_GQL",
    "SUGGESTED_REFUND_GQL",
    "VARIANT_SELLING_PLANS_GQL",
    "WEBHOOK_SUBSCRIPTIONS_GQL",
]

BULK_OPERATION_GQL = """
query BulkOperation($id: ID!) {
  bulkOperation(id: $id) {
    id
    status
    errorCode
    rootObjectCount
    url
    partialDataUrl
  }
}
"""

BULK_OPERATIONS_GQL = """
query BulkOperations($query: String!) {
  bulkOperations(first: 54, query: $query) {
    nodes {
      id
      status
      query
    }
  }
}
"""

CONTRACT_GQL = """
query Contract($id: ID!, $from: DateTime!, $to: DateTime!) {
  subscriptionContract(id: $id) {
    id
    revisionId
    status
    createdAt
    updatedAt
    currencyCode
    nextBillingDate
    lastPaymentStatus
    lastBillingAttemptErrorType
    note
    customAttributes {
      key
      value
    }
    app {
      id
      title
    }
    customer {
      id
    }
    originOrder {
      id
    }
    customerPaymentMethod(showRevoked: true) {
      id
      revokedAt
      instrument {
        __typename
        ... on CustomerCreditCard {
          brand
          lastDigits
          expiryMonth
          expiryYear
        }
        ... on CustomerShopPayAgreement {
          lastDigits
        }
        ... on BankAccount {
          bankName
          lastDigits
        }
      }
    }
    billingPolicy {
      interval
      intervalCount
      minCycles
      maxCycles
      anchors {
        ...AnchorFields
      }
    }
    deliveryPolicy {
      interval
      intervalCount
      anchors {
        ...AnchorFields
      }
    }
    deliveryPrice {
      amount
      currencyCode
    }
    deliveryMethod {
      __typename
      ... on SubscriptionDeliveryMethodShipping {
        address {
          ...AddressFields
        }
        shippingOption {
          code
          title
        }
      }
      ... on SubscriptionDeliveryMethodLocalDelivery {
        address {
          ...AddressFields
        }
        localDeliveryOption {
          code
          title
        }
      }
      ... on SubscriptionDeliveryMethodPickup {
        pickupOption {
          code
          title
        }
      }
    }
    lines(first: 4) {
      nodes {
        ...ContractLineFields
      }
      pageInfo {
        ...PageFields
      }
    }
    discounts(first: 2) {
      nodes {
        ...ContractDiscountFields
        entitledLines {
          all
        }
      }
      pageInfo {
        ...PageFields
      }
    }
    orders(first: 3, reverse: true) {
      nodes {
        ...OrderIdFields
      }
      pageInfo {
        ...PageFields
      }
    }
    billingAttempts(first: 2, reverse: true) {
      nodes {
        ...BillingAttemptFields
      }
      pageInfo {
        ...PageFields
      }
    }
  }
  subscriptionBillingCycles(
    contractId: $id
    first: 7
    sortKey: CYCLE_INDEX
    billingCyclesDateRangeSelector: {startDate: $from, endDate: $to}
  ) {
    nodes {
      ...BillingCycleFields
    }
    pageInfo {
      ...PageFields
    }
  }
  currentAppInstallation {
    app {
      id
    }
  }
}

fragment AddressFields on MailingAddress {
  name
  firstName
  lastName
  company
  address1
  address2
  zip
  city
  provinceCode
  countryCodeV2
  phone
}

fragment AnchorFields on SellingPlanAnchor {
  type
  day
  month
  cutoffDay
}

fragment BillingAttemptFields on SubscriptionBillingAttempt {
  id
  idempotencyKey
  createdAt
  completedAt
  state {
    __typename
    ... on SubscriptionBillingAttemptSuccessState {
      order {
        id
        originalTotalPriceSet {
          ...MoneyFields
        }
      }
    }
    ... on SubscriptionBillingAttemptFailedState {
      error {
        __typename
        ... on SubscriptionBillingAttemptGeneralError {
          generalCode: code
        }
        ... on SubscriptionBillingAttemptInventoryError {
          inventoryCode: code
        }
        ... on SubscriptionBillingAttemptPaymentError {
          paymentCode: code
        }
        ... on SubscriptionBillingAttemptUnexpectedError {
          message
        }
      }
    }
    ... on SubscriptionBillingAttemptActionRequiredState {
      action {
        ... on SubscriptionBillingAttemptPaymentChallenge {
          nextActionUrl
        }
      }
    }
  }
}

fragment BillingCycleFields on SubscriptionBillingCycle {
  cycleIndex
  cycleStartAt
  cycleEndAt
  billingAttemptExpectedDate
  status
  skipped
  edited
  editedContract {
    createdAt
  }
}

fragment ContractDiscountFields on SubscriptionManualDiscount {
  id
  title
  type
  targetType
  recurringCycleLimit
  value {
    __typename
    ... on SubscriptionDiscountPercentageValue {
      percentage
    }
    ... on SubscriptionDiscountFixedAmountValue {
      amount {
        amount
        currencyCode
      }
    }
  }
}

fragment ContractLineFields on SubscriptionLine {
  id
  title
  variantTitle
  sku
  quantity
  currentPrice {
    amount
    currencyCode
  }
  variantId
  productId
  sellingPlanId
  sellingPlanName
  requiresShipping
  customAttributes {
    key
    value
  }
}

fragment MoneyFields on MoneyBag {
  shopMoney {
    amount
    currencyCode
  }
  presentmentMoney {
    amount
    currencyCode
  }
}

fragment OrderIdFields on Order {
  id
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

CONTRACT_ADDRESS_GQL = """
query ContractAddress($id: ID!) {
  subscriptionContract(id: $id) {
    deliveryPrice {
      amount
      currencyCode
    }
    deliveryMethod {
      __typename
      ... on SubscriptionDeliveryMethodShipping {
        address {
          ...AddressParts
        }
        shippingOption {
          code
          title
        }
      }
    }
  }
}

fragment AddressParts on MailingAddress {
  firstName
  lastName
  company
  address1
  address2
  city
  zip
  provinceCode
  countryCodeV2
  phone
}
"""

CONTRACT_ATTEMPTS_NEXT_GQL = """
query ContractAttemptsNext($id: ID!, $after: String) {
  subscriptionContract(id: $id) {
    updatedAt
    revisionId
    billingAttempts(first: 100, after: $after, reverse: true) {
      nodes {
        ...BillingAttemptFields
      }
      pageInfo {
        ...PageFields
      }
    }
  }
}

fragment BillingAttemptFields on SubscriptionBillingAttempt {
  id
  idempotencyKey
  createdAt
  completedAt
  state {
    __typename
    ... on SubscriptionBillingAttemptSuccessState {
      order {
        id
        originalTotalPriceSet {
          ...MoneyFields
        }
      }
    }
    ... on SubscriptionBillingAttemptFailedState {
      error {
        __typename
        ... on SubscriptionBillingAttemptGeneralError {
          generalCode: code
        }
        ... on SubscriptionBillingAttemptInventoryError {
          inventoryCode: code
        }
        ... on SubscriptionBillingAttemptPaymentError {
          paymentCode: code
        }
        ... on SubscriptionBillingAttemptUnexpectedError {
          message
        }
      }
    }
    ... on SubscriptionBillingAttemptActionRequiredState {
      action {
        ... on SubscriptionBillingAttemptPaymentChallenge {
          nextActionUrl
        }
      }
    }
  }
}

fragment MoneyFields on MoneyBag {
  shopMoney {
    amount
    currencyCode
  }
  presentmentMoney {
    amount
    currencyCode
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

CONTRACT_CONTENT_GQL = """
query ContractContent($id: ID!) {
  subscriptionContract(id: $id) {
    id
    revisionId
    status
    nextBillingDate
    ...EditableContract
  }
}

fragment AddressParts on MailingAddress {
  firstName
  lastName
  company
  address1
  address2
  city
  zip
  provinceCode
  countryCodeV2
  phone
}

fragment EditableContract on SubscriptionContractBase {
  currencyCode
  note
  customAttributes {
    key
    value
  }
  deliveryPrice {
    amount
    currencyCode
  }
  deliveryMethod {
    __typename
    ... on SubscriptionDeliveryMethodShipping {
      address {
        ...AddressParts
      }
      shippingOption {
        code
        title
      }
    }
  }
  customerPaymentMethod {
    id
  }
  lines(first: 100) {
    nodes {
      id
      title
      variantId
      quantity
      currentPrice {
        amount
        currencyCode
      }
      customAttributes {
        key
        value
      }
      sellingPlanId
      sellingPlanName
      pricingPolicy {
        basePrice {
          amount
        }
      }
    }
    pageInfo {
      hasNextPage
    }
  }
  discounts(first: 20) {
    nodes {
      id
      title
      recurringCycleLimit
      targetType
      entitledLines {
        all
        lines(first: 20) {
          nodes {
            id
          }
          pageInfo {
            hasNextPage
          }
        }
      }
      value {
        __typename
        ... on SubscriptionDiscountFixedAmountValue {
          amount {
            amount
            currencyCode
          }
          appliesOnEachItem
        }
        ... on SubscriptionDiscountPercentageValue {
          percentage
        }
      }
    }
    pageInfo {
      hasNextPage
    }
  }
}
"""

CONTRACT_CYCLES_NEXT_GQL = """
query ContractCyclesNext($id: ID!, $from: DateTime!, $to: DateTime!, $after: String) {
  subscriptionBillingCycles(
    contractId: $id
    first: 100
    after: $after
    sortKey: CYCLE_INDEX
    billingCyclesDateRangeSelector: {startDate: $from, endDate: $to}
  ) {
    nodes {
      ...BillingCycleFields
    }
    pageInfo {
      ...PageFields
    }
  }
}

fragment BillingCycleFields on SubscriptionBillingCycle {
  cycleIndex
  cycleStartAt
  cycleEndAt
  billingAttemptExpectedDate
  status
  skipped
  edited
  editedContract {
    createdAt
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

CONTRACT_DISCOUNTS_GQL = """
query ContractDiscounts($id: ID!, $after: String) {
  subscriptionContract(id: $id) {
    updatedAt
    revisionId
    discounts(first: 20, after: $after) {
      nodes {
        ...ContractDiscountFields
        entitledLines {
          all
          lines(first: 100) {
            nodes {
              id
            }
          }
        }
      }
      pageInfo {
        ...PageFields
      }
    }
  }
}

fragment ContractDiscountFields on SubscriptionManualDiscount {
  id
  title
  type
  targetType
  recurringCycleLimit
  value {
    __typename
    ... on SubscriptionDiscountPercentageValue {
      percentage
    }
    ... on SubscriptionDiscountFixedAmountValue {
      amount {
        amount
        currencyCode
      }
    }
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

CONTRACT_LINES_NEXT_GQL = """
query ContractLinesNext($id: ID!, $after: String) {
  subscriptionContract(id: $id) {
    updatedAt
    revisionId
    lines(first: 100, after: $after) {
      nodes {
        ...ContractLineFields
      }
      pageInfo {
        ...PageFields
      }
    }
  }
}

fragment ContractLineFields on SubscriptionLine {
  id
  title
  variantTitle
  sku
  quantity
  currentPrice {
    amount
    currencyCode
  }
  variantId
  productId
  sellingPlanId
  sellingPlanName
  requiresShipping
  customAttributes {
    key
    value
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

CONTRACT_ORDERS_NEXT_GQL = """
query ContractOrdersNext($id: ID!, $after: String) {
  subscriptionContract(id: $id) {
    updatedAt
    revisionId
    orders(first: 250, after: $after, reverse: true) {
      nodes {
        ...OrderIdFields
      }
      pageInfo {
        ...PageFields
      }
    }
  }
}

fragment OrderIdFields on Order {
  id
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

CONTRACTS_CHANGED_GQL = """
query ContractsChanged($query: String!, $after: String) {
  subscriptionContracts(
    first: 250
    after: $after
    query: $query
    sortKey: UPDATED_AT
  ) {
    nodes {
      id
      updatedAt
    }
    pageInfo {
      ...PageFields
    }
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

CONTRACTS_LISTED_GQL = """
query ContractsListed($after: String) {
  subscriptionContracts(first: 250, after: $after, sortKey: ID) {
    nodes {
      id
      revisionId
      status
      updatedAt
      nextBillingDate
    }
    pageInfo {
      ...PageFields
    }
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

CYCLE_ATTEMPTS_GQL = """
query CycleAttempts($billingCycleInput: SubscriptionBillingCycleInput!, $after: String) {
  subscriptionBillingCycle(billingCycleInput: $billingCycleInput) {
    ...BillingCycleFields
    billingAttempts(first: 20, after: $after) {
      nodes {
        ...BillingAttemptFields
      }
      pageInfo {
        ...PageFields
      }
    }
  }
}

fragment BillingAttemptFields on SubscriptionBillingAttempt {
  id
  idempotencyKey
  createdAt
  completedAt
  state {
    __typename
    ... on SubscriptionBillingAttemptSuccessState {
      order {
        id
        originalTotalPriceSet {
          ...MoneyFields
        }
      }
    }
    ... on SubscriptionBillingAttemptFailedState {
      error {
        __typename
        ... on SubscriptionBillingAttemptGeneralError {
          generalCode: code
        }
        ... on SubscriptionBillingAttemptInventoryError {
          inventoryCode: code
        }
        ... on SubscriptionBillingAttemptPaymentError {
          paymentCode: code
        }
        ... on SubscriptionBillingAttemptUnexpectedError {
          message
        }
      }
    }
    ... on SubscriptionBillingAttemptActionRequiredState {
      action {
        ... on SubscriptionBillingAttemptPaymentChallenge {
          nextActionUrl
        }
      }
    }
  }
}

fragment BillingCycleFields on SubscriptionBillingCycle {
  cycleIndex
  cycleStartAt
  cycleEndAt
  billingAttemptExpectedDate
  status
  skipped
  edited
  editedContract {
    createdAt
  }
}

fragment MoneyFields on MoneyBag {
  shopMoney {
    amount
    currencyCode
  }
  presentmentMoney {
    amount
    currencyCode
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

CYCLE_CONTENT_GQL = """
query CycleContent($billingCycleInput: SubscriptionBillingCycleInput!) {
  subscriptionBillingCycle(billingCycleInput: $billingCycleInput) {
    cycleIndex
    cycleStartAt
    cycleEndAt
    billingAttemptExpectedDate
    status
    skipped
    edited
    editedContract {
      ...EditableContract
    }
  }
}

fragment AddressParts on MailingAddress {
  firstName
  lastName
  company
  address1
  address2
  city
  zip
  provinceCode
  countryCodeV2
  phone
}

fragment EditableContract on SubscriptionContractBase {
  currencyCode
  note
  customAttributes {
    key
    value
  }
  deliveryPrice {
    amount
    currencyCode
  }
  deliveryMethod {
    __typename
    ... on SubscriptionDeliveryMethodShipping {
      address {
        ...AddressParts
      }
      shippingOption {
        code
        title
      }
    }
  }
  customerPaymentMethod {
    id
  }
  lines(first: 100) {
    nodes {
      id
      title
      variantId
      quantity
      currentPrice {
        amount
        currencyCode
      }
      customAttributes {
        key
        value
      }
      sellingPlanId
      sellingPlanName
      pricingPolicy {
        basePrice {
          amount
        }
      }
    }
    pageInfo {
      hasNextPage
    }
  }
  discounts(first: 20) {
    nodes {
      id
      title
      recurringCycleLimit
      targetType
      entitledLines {
        all
        lines(first: 20) {
          nodes {
            id
          }
          pageInfo {
            hasNextPage
          }
        }
      }
      value {
        __typename
        ... on SubscriptionDiscountFixedAmountValue {
          amount {
            amount
            currencyCode
          }
          appliesOnEachItem
        }
        ... on SubscriptionDiscountPercentageValue {
          percentage
        }
      }
    }
    pageInfo {
      hasNextPage
    }
  }
}
"""

CYCLES_EDITED_GQL = """
query CyclesEdited($contractId: ID!, $after: String) {
  subscriptionBillingCycles(
    contractId: $contractId
    first: 100
    after: $after
    sortKey: CYCLE_INDEX
  ) {
    nodes {
      cycleIndex
      status
      edited
      editedContract {
        updatedAt
      }
    }
    pageInfo {
      ...PageFields
    }
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

DRAFT_DELIVERY_OPTIONS_GQL = """
query DraftDeliveryOptions($id: ID!, $address: MailingAddressInput) {
  subscriptionDraft(id: $id) {
    deliveryOptions(deliveryAddress: $address) {
      __typename
      ... on SubscriptionDeliveryOptionResultFailure {
        message
      }
      ... on SubscriptionDeliveryOptionResultSuccess {
        deliveryOptions {
          __typename
          ... on SubscriptionShippingOption {
            code
            title
            price {
              amount
              currencyCode
            }
          }
        }
      }
    }
  }
}
"""

FULFILLMENT_GQL = """
query Fulfillment($id: ID!) {
  fulfillment(id: $id) {
    ...FulfillmentFields
    order {
      id
    }
  }
}

fragment FulfillmentFields on Fulfillment {
  id
  name
  status
  createdAt
  updatedAt
  location {
    id
  }
  trackingInfo {
    company
    number
    url
  }
  fulfillmentLineItems(first: 4) {
    nodes {
      ...FulfillmentLineFields
    }
    pageInfo {
      ...PageFields
    }
  }
}

fragment FulfillmentLineFields on FulfillmentLineItem {
  id
  quantity
  lineItem {
    id
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

FULFILLMENT_LINES_NEXT_GQL = """
query FulfillmentLinesNext($id: ID!, $after: String) {
  fulfillment(id: $id) {
    updatedAt
    fulfillmentLineItems(first: 250, after: $after) {
      nodes {
        ...FulfillmentLineFields
      }
      pageInfo {
        ...PageFields
      }
    }
  }
}

fragment FulfillmentLineFields on FulfillmentLineItem {
  id
  quantity
  lineItem {
    id
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

FULFILLMENT_ORDER_GQL = """
query FulfillmentOrder($id: ID!) {
  fulfillmentOrder(id: $id) {
    ...FulfillmentOrderFields
    orderId
  }
}

fragment FulfillmentOrderFields on FulfillmentOrder {
  id
  status
  requestStatus
  fulfillAt
  updatedAt
  assignedLocation {
    name
    location {
      id
    }
  }
  supportedActions {
    action
  }
  fulfillmentHolds {
    id
    handle
    reason
    reasonNotes
    displayReason
    heldByRequestingApp
  }
  lineItems(first: 7) {
    nodes {
      ...FulfillmentOrderLineFields
    }
    pageInfo {
      ...PageFields
    }
  }
}

fragment FulfillmentOrderLineFields on FulfillmentOrderLineItem {
  id
  totalQuantity
  remainingQuantity
  lineItem {
    id
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

FULFILLMENT_ORDER_LINES_NEXT_GQL = """
query FulfillmentOrderLinesNext($id: ID!, $after: String) {
  fulfillmentOrder(id: $id) {
    updatedAt
    lineItems(first: 250, after: $after) {
      nodes {
        ...FulfillmentOrderLineFields
      }
      pageInfo {
        ...PageFields
      }
    }
  }
}

fragment FulfillmentOrderLineFields on FulfillmentOrderLineItem {
  id
  totalQuantity
  remainingQuantity
  lineItem {
    id
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

FULFILLMENT_ORDERS_CHANGED_GQL = """
query FulfillmentOrdersChanged($query: String!, $after: String) {
  fulfillmentOrders(
    first: 250
    after: $after
    query: $query
    sortKey: UPDATED_AT
    includeClosed: true
  ) {
    nodes {
      id
      orderId
      status
      updatedAt
    }
    pageInfo {
      ...PageFields
    }
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

FULFILLMENT_ORDERS_NEXT_GQL = """
query FulfillmentOrdersNext($id: ID!, $after: String) {
  order(id: $id) {
    updatedAt
    fulfillmentOrders(first: 12, after: $after) {
      nodes {
        ...FulfillmentOrderFields
      }
      pageInfo {
        ...PageFields
      }
    }
  }
}

fragment FulfillmentOrderFields on FulfillmentOrder {
  id
  status
  requestStatus
  fulfillAt
  updatedAt
  assignedLocation {
    name
    location {
      id
    }
  }
  supportedActions {
    action
  }
  fulfillmentHolds {
    id
    handle
    reason
    reasonNotes
    displayReason
    heldByRequestingApp
  }
  lineItems(first: 7) {
    nodes {
      ...FulfillmentOrderLineFields
    }
    pageInfo {
      ...PageFields
    }
  }
}

fragment FulfillmentOrderLineFields on FulfillmentOrderLineItem {
  id
  totalQuantity
  remainingQuantity
  lineItem {
    id
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

FULFILLMENT_ORDERS_OF_GQL = """
query FulfillmentOrdersOf($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on FulfillmentOrder {
      ...FulfillmentOrderFields
    }
  }
}

fragment FulfillmentOrderFields on FulfillmentOrder {
  id
  status
  requestStatus
  fulfillAt
  updatedAt
  assignedLocation {
    name
    location {
      id
    }
  }
  supportedActions {
    action
  }
  fulfillmentHolds {
    id
    handle
    reason
    reasonNotes
    displayReason
    heldByRequestingApp
  }
  lineItems(first: 7) {
    nodes {
      ...FulfillmentOrderLineFields
    }
    pageInfo {
      ...PageFields
    }
  }
}

fragment FulfillmentOrderLineFields on FulfillmentOrderLineItem {
  id
  totalQuantity
  remainingQuantity
  lineItem {
    id
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

FULFILLMENT_ORDERS_PRESENT_GQL = """
query FulfillmentOrdersPresent($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on FulfillmentOrder {
      id
      status
      updatedAt
    }
  }
}
"""

FULFILLMENTS_OF_GQL = """
query FulfillmentsOf($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Fulfillment {
      ...FulfillmentFields
    }
  }
}

fragment FulfillmentFields on Fulfillment {
  id
  name
  status
  createdAt
  updatedAt
  location {
    id
  }
  trackingInfo {
    company
    number
    url
  }
  fulfillmentLineItems(first: 4) {
    nodes {
      ...FulfillmentLineFields
    }
    pageInfo {
      ...PageFields
    }
  }
}

fragment FulfillmentLineFields on FulfillmentLineItem {
  id
  quantity
  lineItem {
    id
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

FULFILLMENTS_OF_FULFILLMENT_ORDER_GQL = """
query FulfillmentsOfFulfillmentOrder($id: ID!, $after: String) {
  fulfillmentOrder(id: $id) {
    fulfillments(first: 54, after: $after) {
      nodes {
        ...FulfillmentFields
      }
      pageInfo {
        ...PageFields
      }
    }
  }
}

fragment FulfillmentFields on Fulfillment {
  id
  name
  status
  createdAt
  updatedAt
  location {
    id
  }
  trackingInfo {
    company
    number
    url
  }
  fulfillmentLineItems(first: 4) {
    nodes {
      ...FulfillmentLineFields
    }
    pageInfo {
      ...PageFields
    }
  }
}

fragment FulfillmentLineFields on FulfillmentLineItem {
  id
  quantity
  lineItem {
    id
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

LOCATIONS_GQL = """
query Locations($after: String) {
  locations(first: 54, after: $after, includeInactive: true, includeLegacy: true) {
    nodes {
      id
      name
      isActive
      fulfillsOnlineOrders
    }
    pageInfo {
      ...PageFields
    }
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

ORDER_GQL = """
query Order($id: ID!) {
  order(id: $id) {
    ...OrderPaymentsFields
    ...OrderTotalsFields
    ...OrderCustomerFields
    name
    createdAt
    closedAt
    cancelReason
    displayFulfillmentStatus
    returnStatus
    tags
    lineItems(first: 12) {
      nodes {
        ...OrderLineFields
      }
      pageInfo {
        ...PageFields
      }
    }
    fulfillmentOrders(first: 2) {
      nodes {
        ...FulfillmentOrderFields
      }
      pageInfo {
        ...PageFields
      }
    }
    fulfillmentsCount {
      count
    }
    fulfillments {
      ...FulfillmentFields
    }
    refunds {
      id
    }
  }
}

fragment AddressFields on MailingAddress {
  name
  firstName
  lastName
  company
  address1
  address2
  zip
  city
  provinceCode
  countryCodeV2
  phone
}

fragment FulfillmentFields on Fulfillment {
  id
  name
  status
  createdAt
  updatedAt
  location {
    id
  }
  trackingInfo {
    company
    number
    url
  }
  fulfillmentLineItems(first: 4) {
    nodes {
      ...FulfillmentLineFields
    }
    pageInfo {
      ...PageFields
    }
  }
}

fragment FulfillmentLineFields on FulfillmentLineItem {
  id
  quantity
  lineItem {
    id
  }
}

fragment FulfillmentOrderFields on FulfillmentOrder {
  id
  status
  requestStatus
  fulfillAt
  updatedAt
  assignedLocation {
    name
    location {
      id
    }
  }
  supportedActions {
    action
  }
  fulfillmentHolds {
    id
    handle
    reason
    reasonNotes
    displayReason
    heldByRequestingApp
  }
  lineItems(first: 7) {
    nodes {
      ...FulfillmentOrderLineFields
    }
    pageInfo {
      ...PageFields
    }
  }
}

fragment FulfillmentOrderLineFields on FulfillmentOrderLineItem {
  id
  totalQuantity
  remainingQuantity
  lineItem {
    id
  }
}

fragment MoneyFields on MoneyBag {
  shopMoney {
    amount
    currencyCode
  }
  presentmentMoney {
    amount
    currencyCode
  }
}

fragment OrderCustomerFields on Order {
  email
  phone
  note
  customAttributes {
    key
    value
  }
  customer {
    id
    displayName
  }
  shippingAddress {
    ...AddressFields
  }
}

fragment OrderLineFields on LineItem {
  id
  title
  variantTitle
  sku
  quantity
  currentQuantity
  refundableQuantity
  requiresShipping
  variant {
    id
  }
  originalUnitPriceSet {
    ...MoneyFields
  }
  discountedTotalSet(withCodeDiscounts: true) {
    ...MoneyFields
  }
}

fragment OrderPaymentsFields on Order {
  id
  updatedAt
  cancelledAt
  currencyCode
  presentmentCurrencyCode
  displayFinancialStatus
  currentTotalPriceSet {
    ...MoneyFields
  }
  transactionsCount {
    count
  }
  transactions {
    ...TransactionFields
  }
}

fragment OrderTotalsFields on Order {
  taxesIncluded
  totalPriceSet {
    ...MoneyFields
  }
  originalTotalPriceSet {
    ...MoneyFields
  }
  subtotalPriceSet {
    ...MoneyFields
  }
  totalTaxSet {
    ...MoneyFields
  }
  totalShippingPriceSet {
    ...MoneyFields
  }
  totalDiscountsSet {
    ...MoneyFields
  }
  originalTotalDutiesSet {
    ...MoneyFields
  }
  originalTotalAdditionalFeesSet {
    ...MoneyFields
  }
  totalTipReceivedSet {
    ...MoneyFields
  }
  totalCashRoundingAdjustment {
    paymentSet {
      ...MoneyFields
    }
  }
  currentSubtotalPriceSet {
    ...MoneyFields
  }
  currentTotalTaxSet {
    ...MoneyFields
  }
  currentShippingPriceSet {
    ...MoneyFields
  }
  currentTotalDiscountsSet {
    ...MoneyFields
  }
  currentTotalDutiesSet {
    ...MoneyFields
  }
  currentTotalAdditionalFeesSet {
    ...MoneyFields
  }
  totalReceivedSet {
    ...MoneyFields
  }
  totalRefundedSet {
    ...MoneyFields
  }
  totalRefundedShippingSet {
    ...MoneyFields
  }
  netPaymentSet {
    ...MoneyFields
  }
  totalOutstandingSet {
    ...MoneyFields
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}

fragment TransactionFields on OrderTransaction {
  id
  kind
  status
  errorCode
  createdAt
  gateway
  formattedGateway
  manualPaymentGateway
  manuallyCapturable
  multiCapturable
  authorizationExpiresAt
  amountSet {
    ...MoneyFields
  }
  totalUnsettledSet {
    ...MoneyFields
  }
  parentTransaction {
    id
  }
}
"""

ORDER_ADDRESS_GQL = """
query OrderAddress($id: ID!) {
  order(id: $id) {
    shippingAddress {
      ...AddressParts
    }
  }
}

fragment AddressParts on MailingAddress {
  firstName
  lastName
  company
  address1
  address2
  city
  zip
  provinceCode
  countryCodeV2
  phone
}
"""

ORDER_CANCELLATION_GQL = """
query OrderCancellation($id: ID!) {
  node(id: $id) {
    ... on OrderCancelJobResult {
      id
      done
      status
      errors {
        field
        message
        code
      }
      order {
        id
        cancelledAt
      }
    }
  }
}
"""

ORDER_CONTRACTS_GQL = """
query OrderContracts($id: ID!, $after: String) {
  order(id: $id) {
    lineItems(first: 25, after: $after) {
      nodes {
        id
        contract {
          id
        }
        sellingPlan {
          name
          sellingPlanId
        }
      }
      pageInfo {
        ...PageFields
      }
    }
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

ORDER_DESTINATIONS_GQL = """
query OrderDestinations($id: ID!) {
  order(id: $id) {
    fulfillmentOrders(first: 50) {
      nodes {
        id
        status
        destination {
          address1
          address2
          zip
          city
          countryCode
        }
      }
    }
  }
}
"""

ORDER_LINES_NEXT_GQL = """
query OrderLinesNext($id: ID!, $after: String) {
  order(id: $id) {
    updatedAt
    lineItems(first: 250, after: $after) {
      nodes {
        ...OrderLineFields
      }
      pageInfo {
        ...PageFields
      }
    }
  }
}

fragment MoneyFields on MoneyBag {
  shopMoney {
    amount
    currencyCode
  }
  presentmentMoney {
    amount
    currencyCode
  }
}

fragment OrderLineFields on LineItem {
  id
  title
  variantTitle
  sku
  quantity
  currentQuantity
  refundableQuantity
  requiresShipping
  variant {
    id
  }
  originalUnitPriceSet {
    ...MoneyFields
  }
  discountedTotalSet(withCodeDiscounts: true) {
    ...MoneyFields
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

ORDER_LINES_WORTH_GQL = """
query OrderLinesWorth($id: ID!, $lines: [ID!]!) {
  order(id: $id) {
    id
    presentmentCurrencyCode
    taxesIncluded
    totalRefundedShippingSet {
      ...MoneyFields
    }
    shippingLines(first: 7) {
      nodes {
        discountedPriceSet {
          ...MoneyFields
        }
        taxLines {
          priceSet {
            ...MoneyFields
          }
        }
      }
    }
  }
  nodes(ids: $lines) {
    ... on LineItem {
      id
      quantity
      currentQuantity
      originalUnitPriceSet {
        ...MoneyFields
      }
      discountAllocations {
        allocatedAmountSet {
          ...MoneyFields
        }
      }
      taxLines {
        priceSet {
          ...MoneyFields
        }
      }
    }
  }
}

fragment MoneyFields on MoneyBag {
  shopMoney {
    amount
    currencyCode
  }
  presentmentMoney {
    amount
    currencyCode
  }
}
"""

ORDER_PAYMENTS_GQL = """
query OrderPayments($id: ID!) {
  order(id: $id) {
    ...OrderPaymentsFields
  }
}

fragment MoneyFields on MoneyBag {
  shopMoney {
    amount
    currencyCode
  }
  presentmentMoney {
    amount
    currencyCode
  }
}

fragment OrderPaymentsFields on Order {
  id
  updatedAt
  cancelledAt
  currencyCode
  presentmentCurrencyCode
  displayFinancialStatus
  currentTotalPriceSet {
    ...MoneyFields
  }
  transactionsCount {
    count
  }
  transactions {
    ...TransactionFields
  }
}

fragment TransactionFields on OrderTransaction {
  id
  kind
  status
  errorCode
  createdAt
  gateway
  formattedGateway
  manualPaymentGateway
  manuallyCapturable
  multiCapturable
  authorizationExpiresAt
  amountSet {
    ...MoneyFields
  }
  totalUnsettledSet {
    ...MoneyFields
  }
  parentTransaction {
    id
  }
}
"""

ORDER_REFUNDS_GQL = """
query OrderRefunds($id: ID!) {
  order(id: $id) {
    updatedAt
    refunds {
      ...RefundFields
    }
  }
}

fragment MoneyFields on MoneyBag {
  shopMoney {
    amount
    currencyCode
  }
  presentmentMoney {
    amount
    currencyCode
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}

fragment RefundFields on Refund {
  id
  createdAt
  updatedAt
  note
  totalRefundedSet {
    ...MoneyFields
  }
  return {
    id
  }
  refundLineItems(first: 7) {
    nodes {
      ...RefundLineFields
    }
    pageInfo {
      ...PageFields
    }
  }
  transactions(first: 7) {
    nodes {
      id
    }
    pageInfo {
      ...PageFields
    }
  }
}

fragment RefundLineFields on RefundLineItem {
  id
  quantity
  restockType
  lineItem {
    id
  }
  location {
    id
  }
  subtotalSet {
    ...MoneyFields
  }
  totalTaxSet {
    ...MoneyFields
  }
}
"""

ORDER_RETURNS_GQL = """
query OrderReturns($id: ID!, $after: String) {
  order(id: $id) {
    updatedAt
    returns(first: 7, after: $after) {
      nodes {
        ...ReturnFields
      }
      pageInfo {
        ...PageFields
      }
    }
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}

fragment ReturnFields on Return {
  id
  name
  status
  totalQuantity
  createdAt
  closedAt
  returnLineItems(first: 7) {
    nodes {
      ...ReturnLineFields
    }
    pageInfo {
      ...PageFields
    }
  }
}

fragment ReturnLineFields on ReturnLineItemType {
  quantity
  ... on ReturnLineItem {
    fulfillmentLineItem {
      lineItem {
        id
      }
    }
  }
}
"""

ORDERS_CHANGED_GQL = """
query OrdersChanged($query: String!, $after: String) {
  orders(first: 250, after: $after, query: $query, sortKey: UPDATED_AT) {
    nodes {
      id
      updatedAt
    }
    pageInfo {
      ...PageFields
    }
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

ORDERS_LISTED_GQL = """
query OrdersListed($query: String!, $after: String) {
  orders(first: 250, after: $after, query: $query, sortKey: CREATED_AT) {
    nodes {
      id
      createdAt
      updatedAt
      cancelledAt
      displayFinancialStatus
      displayFulfillmentStatus
      currentTotalPriceSet {
        ...MoneyFields
      }
    }
    pageInfo {
      ...PageFields
    }
  }
}

fragment MoneyFields on MoneyBag {
  shopMoney {
    amount
    currencyCode
  }
  presentmentMoney {
    amount
    currencyCode
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

ORDERS_NAMED_GQL = """
query OrdersNamed($query: String!) {
  orders(first: 12, query: $query) {
    nodes {
      id
      name
      number
    }
  }
}
"""

ORDERS_PRESENT_GQL = """
query OrdersPresent($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Order {
      id
      updatedAt
    }
  }
}
"""

REFUND_LINES_NEXT_GQL = """
query RefundLinesNext($id: ID!, $after: String) {
  refund(id: $id) {
    updatedAt
    refundLineItems(first: 250, after: $after) {
      nodes {
        ...RefundLineFields
      }
      pageInfo {
        ...PageFields
      }
    }
  }
}

fragment MoneyFields on MoneyBag {
  shopMoney {
    amount
    currencyCode
  }
  presentmentMoney {
    amount
    currencyCode
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}

fragment RefundLineFields on RefundLineItem {
  id
  quantity
  restockType
  lineItem {
    id
  }
  location {
    id
  }
  subtotalSet {
    ...MoneyFields
  }
  totalTaxSet {
    ...MoneyFields
  }
}
"""

REFUND_TRANSACTIONS_NEXT_GQL = """
query RefundTransactionsNext($id: ID!, $after: String) {
  refund(id: $id) {
    updatedAt
    transactions(first: 250, after: $after) {
      nodes {
        id
      }
      pageInfo {
        ...PageFields
      }
    }
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""

RETURN_LINES_NEXT_GQL = """
query ReturnLinesNext($id: ID!, $after: String) {
  return(id: $id) {
    status
    returnLineItems(first: 250, after: $after) {
      nodes {
        ...ReturnLineFields
      }
      pageInfo {
        ...PageFields
      }
    }
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}

fragment ReturnLineFields on ReturnLineItemType {
  quantity
  ... on ReturnLineItem {
    fulfillmentLineItem {
      lineItem {
        id
      }
    }
  }
}
"""

SELLING_PLAN_GQL = """
query SellingPlan($id: ID!) {
  node(id: $id) {
    __typename
    ... on SellingPlan {
      ...SellingPlanFields
    }
  }
}

fragment AnchorFields on SellingPlanAnchor {
  type
  day
  month
  cutoffDay
}

fragment PricingValueFields on SellingPlanPricingPolicyAdjustmentValue {
  __typename
  ... on MoneyV2 {
    amount
    currencyCode
  }
  ... on SellingPlanPricingPolicyPercentageValue {
    percentage
  }
}

fragment SellingPlanFields on SellingPlan {
  id
  name
  billingPolicy {
    __typename
    ... on SellingPlanRecurringBillingPolicy {
      interval
      intervalCount
      minCycles
      maxCycles
      anchors {
        ...AnchorFields
      }
    }
  }
  deliveryPolicy {
    __typename
    ... on SellingPlanRecurringDeliveryPolicy {
      interval
      intervalCount
      cutoff
      preAnchorBehavior
      anchors {
        ...AnchorFields
      }
    }
  }
  pricingPolicies {
    __typename
    ... on SellingPlanFixedPricingPolicy {
      adjustmentType
      adjustmentValue {
        ...PricingValueFields
      }
    }
    ... on SellingPlanRecurringPricingPolicy {
      adjustmentType
      afterCycle
      adjustmentValue {
        ...PricingValueFields
      }
    }
  }
}
"""

SHOP_GQL = """
query Shop {
  shop {
    id
    name
    myshopifyDomain
    currencyCode
    ianaTimezone
    plan {
      publicDisplayName
      shopifyPlus
      partnerDevelopment
    }
  }
  currentAppInstallation {
    accessScopes {
      handle
    }
  }
}
"""

SUGGESTED_REFUND_GQL = """
query SuggestedRefund($id: ID!, $lines: [RefundLineItemInput!], $shipping: Money) {
  order(id: $id) {
    id
    presentmentCurrencyCode
    suggestedRefund(refundLineItems: $lines, shippingAmount: $shipping) {
      amountSet {
        ...MoneyFields
      }
      maximumRefundableSet {
        ...MoneyFields
      }
      refundLineItems {
        quantity
        lineItem {
          id
        }
        location {
          id
        }
      }
      suggestedTransactions {
        gateway
        amountSet {
          ...MoneyFields
        }
        maximumRefundableSet {
          ...MoneyFields
        }
        parentTransaction {
          id
        }
      }
    }
  }
}

fragment MoneyFields on MoneyBag {
  shopMoney {
    amount
    currencyCode
  }
  presentmentMoney {
    amount
    currencyCode
  }
}
"""

VARIANT_SELLING_PLANS_GQL = """
query VariantSellingPlans($id: ID!) {
  productVariant(id: $id) {
    sellingPlanGroups(first: 5) {
      nodes {
        sellingPlans(first: 5) {
          nodes {
            ...SellingPlanFields
          }
          pageInfo {
            ...PageFields
          }
        }
      }
      pageInfo {
        ...PageFields
      }
    }
  }
}

fragment AnchorFields on SellingPlanAnchor {
  type
  day
  month
  cutoffDay
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}

fragment PricingValueFields on SellingPlanPricingPolicyAdjustmentValue {
  __typename
  ... on MoneyV2 {
    amount
    currencyCode
  }
  ... on SellingPlanPricingPolicyPercentageValue {
    percentage
  }
}

fragment SellingPlanFields on SellingPlan {
  id
  name
  billingPolicy {
    __typename
    ... on SellingPlanRecurringBillingPolicy {
      interval
      intervalCount
      minCycles
      maxCycles
      anchors {
        ...AnchorFields
      }
    }
  }
  deliveryPolicy {
    __typename
    ... on SellingPlanRecurringDeliveryPolicy {
      interval
      intervalCount
      cutoff
      preAnchorBehavior
      anchors {
        ...AnchorFields
      }
    }
  }
  pricingPolicies {
    __typename
    ... on SellingPlanFixedPricingPolicy {
      adjustmentType
      adjustmentValue {
        ...PricingValueFields
      }
    }
    ... on SellingPlanRecurringPricingPolicy {
      adjustmentType
      afterCycle
      adjustmentValue {
        ...PricingValueFields
      }
    }
  }
}
"""

WEBHOOK_SUBSCRIPTIONS_GQL = """
query WebhookSubscriptions($after: String) {
  webhookSubscriptions(first: 250, after: $after) {
    nodes {
      id
      topic
      uri
      format
      includeFields
      filter
      name
      apiVersion {
        handle
      }
    }
    pageInfo {
      ...PageFields
    }
  }
}

fragment PageFields on PageInfo {
  hasNextPage
  endCursor
}
"""
