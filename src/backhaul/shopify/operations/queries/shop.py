from pydantic import Field

from ..model import BaseModel
from .enums import CurrencyCode


class Shop(BaseModel):
    shop: "ShopShop"
    current_app_installation: "ShopCurrentAppInstallation" = Field(
        alias="currentAppInstallation"
    )


class ShopShop(BaseModel):
    id: str
    name: str
    myshopify_domain: str = Field(alias="myshopifyDomain")
    currency_code: CurrencyCode = Field(alias="currencyCode")
    iana_timezone: str = Field(alias="ianaTimezone")
    plan: "ShopShopPlan"


class ShopShopPlan(BaseModel):
    public_display_name: str = Field(alias="publicDisplayName")
    shopify_plus: bool = Field(alias="shopifyPlus")
    partner_development: bool = Field(alias="partnerDevelopment")


class ShopCurrentAppInstallation(BaseModel):
    access_scopes: list["ShopCurrentAppInstallationAccessScopes"] = Field(
        alias="accessScopes"
    )


class ShopCurrentAppInstallationAccessScopes(BaseModel):
    handle: str


Shop.model_rebuild()
ShopShop.model_rebuild()
ShopCurrentAppInstallation.model_rebuild()
