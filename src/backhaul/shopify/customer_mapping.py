"""Turns who an order is for, as replied, into core's values; what is missing stays missing."""

from backhaul.core.remote_customer import RemoteAddress, RemoteCustomer
from backhaul.shopify.operations.queries.fragments import AddressFields, OrderCustomerFields


def customer_of(order: OrderCustomerFields) -> RemoteCustomer | None:
    """The customer, if the order still has one and we may see it."""
    return RemoteCustomer(order.customer.id, order.customer.display_name) if order.customer else None


def address_of(order: OrderCustomerFields) -> RemoteAddress | None:
    """Where the order goes, if it goes anywhere and we may see it."""
    return mailing_address_of(order.shipping_address) if order.shipping_address else None


def mailing_address_of(found: AddressFields) -> RemoteAddress:
    """An address as it was read; what is missing may be missing because we may not see it."""
    return RemoteAddress(
        name=found.name,
        company=found.company,
        address1=found.address_1,
        address2=found.address_2,
        zip=found.zip_,
        city=found.city,
        province_code=found.province_code,
        country_code=found.country_code_v_2.value if found.country_code_v_2 else None,
        phone=found.phone,
        first_name=found.first_name,
        last_name=found.last_name,
    )


def attributes_of(order: OrderCustomerFields) -> tuple[tuple[str, str], ...]:
    """The order's own attributes in their sequence; one without a value has an empty one."""
    return tuple((entry.key, entry.value or "") for entry in order.custom_attributes)
