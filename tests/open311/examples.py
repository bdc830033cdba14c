"""What a GeoReport v2 server answers, field by field: the shapes of the specification, our facts.

Each answer stands here in both forms. Numbers and codes in JSON are words, as a server that keeps
leading zeros has to send them; the client is shown bare numbers too.
"""

from typing import Any

SERVICES: list[dict[str, Any]] = [
    {
        "service_code": "007",
        "service_name": "路灯",
        "description": "路灯不亮、闪、白天也亮",
        "metadata": True,
        "type": "realtime",
        "keywords": "灯,照明",
        "group": "市政",
    },
    {
        "service_code": "008",
        "service_name": "窨井盖",
        "description": "井盖松动、破损、不见了",
        "metadata": False,
        "type": "batch",
        "keywords": "井盖,下水道",
        "group": "市政",
    },
]
SERVICES_XML = """<?xml version="1.0" encoding="utf-8"?>
<services>
  <service>
    <service_code>007</service_code>
    <service_name>路灯</service_name>
    <description>路灯不亮、闪、白天也亮</description>
    <metadata>true</metadata>
    <type>realtime</type>
    <keywords>灯,照明</keywords>
    <group>市政</group>
  </service>
  <service>
    <service_code>008</service_code>
    <service_name>窨井盖</service_name>
    <description>井盖松动、破损、不见了</description>
    <metadata>false</metadata>
    <type>batch</type>
    <keywords>井盖,下水道</keywords>
    <group>市政</group>
  </service>
</services>
"""

DEFINITION: dict[str, Any] = {
    "service_code": "007",
    "attributes": [
        {
            "variable": True,
            "code": "LAMP",
            "datatype": "singlevaluelist",
            "required": True,
            "datatype_description": None,
            "order": 1,
            "description": "是哪一种灯？",
            "values": [{"key": "21", "name": "高杆灯"}, {"key": "22", "name": "庭院灯"}],
        }
    ],
}
DEFINITION_XML = """<?xml version="1.0" encoding="utf-8"?>
<service_definition>
  <service_code>007</service_code>
  <attributes>
    <attribute>
      <variable>true</variable>
      <code>LAMP</code>
      <datatype>singlevaluelist</datatype>
      <required>true</required>
      <datatype_description/>
      <order>1</order>
      <description>是哪一种灯？</description>
      <values>
        <value>
          <key>21</key>
          <name>高杆灯</name>
        </value>
        <value>
          <key>22</key>
          <name>庭院灯</name>
        </value>
      </values>
    </attribute>
  </attributes>
</service_definition>
"""

TAKEN: list[dict[str, Any]] = [
    {
        "service_request_id": 580017,
        "service_notice": "市政科一个工作日内到现场查看",
        "account_id": None,
    }
]
TAKEN_XML = """<?xml version="1.0" encoding="utf-8"?>
<service_requests>
  <request>
    <service_request_id>580017</service_request_id>
    <service_notice>市政科一个工作日内到现场查看</service_notice>
    <account_id/>
  </request>
</service_requests>
"""
TAKEN_LATER: list[dict[str, Any]] = [{"token": "20881"}]
TAKEN_LATER_XML = """<?xml version="1.0" encoding="utf-8"?>
<service_requests>
  <request>
    <token>20881</token>
  </request>
</service_requests>
"""

TOKEN: list[dict[str, Any]] = [{"service_request_id": 580021, "token": 20881}]
TOKEN_XML = """<?xml version="1.0" encoding="utf-8"?>
<service_requests>
  <request>
    <service_request_id>580021</service_request_id>
    <token>20881</token>
  </request>
</service_requests>
"""

REQUESTS: list[dict[str, Any]] = [
    {
        "service_request_id": 580021,
        "status": "closed",
        "status_notes": "灯泡已换",
        "service_name": "路灯",
        "service_code": "007",
        "description": None,
        "agency_responsible": None,
        "service_notice": None,
        "requested_datetime": "2026-03-02T08:12:40+08:00",
        "updated_datetime": "2026-03-04T16:30:00+08:00",
        "expected_datetime": "2026-03-05T18:00:00+08:00",
        "address": "徐东大街与团结路口",
        "address_id": 330118,
        "zipcode": 430062,
        "lat": 30.587201115,
        "long": 114.3477205,
        "media_url": "https://platform.example/photos/580021.jpg",
    },
    {
        "service_request_id": 580033,
        "status": "open",
        "status_notes": None,
        "service_name": "窨井盖",
        "service_code": "008",
        "description": "井盖响 (XJP-2026-0007)",
        "agency_responsible": "市政科",
        "service_notice": None,
        "requested_datetime": "2026-03-06T09:00:00+08:00",
        "updated_datetime": "2026-03-06T09:00:00+08:00",
        "expected_datetime": None,
        "address": "和平大道九号",
        "address_id": None,
        "zipcode": None,
        "lat": 30.5791,
        "long": 114.3512,
        "media_url": None,
    },
]
REQUESTS_XML = """<?xml version="1.0" encoding="utf-8"?>
<service_requests>
  <request>
    <service_request_id>580021</service_request_id>
    <status>closed</status>
    <status_notes>灯泡已换</status_notes>
    <service_name>路灯</service_name>
    <service_code>007</service_code>
    <description/>
    <agency_responsible/>
    <service_notice/>
    <requested_datetime>2026-03-02T08:12:40+08:00</requested_datetime>
    <updated_datetime>2026-03-04T16:30:00+08:00</updated_datetime>
    <expected_datetime>2026-03-05T18:00:00+08:00</expected_datetime>
    <address>徐东大街与团结路口</address>
    <address_id>330118</address_id>
    <zipcode>430062</zipcode>
    <lat>30.587201115</lat>
    <long>114.3477205</long>
    <media_url>https://platform.example/photos/580021.jpg</media_url>
  </request>
  <request>
    <service_request_id>580033</service_request_id>
    <status>open</status>
    <status_notes/>
    <service_name>窨井盖</service_name>
    <service_code>008</service_code>
    <description>井盖响 (XJP-2026-0007)</description>
    <agency_responsible>市政科</agency_responsible>
    <service_notice/>
    <requested_datetime>2026-03-06T09:00:00+08:00</requested_datetime>
    <updated_datetime>2026-03-06T09:00:00+08:00</updated_datetime>
    <expected_datetime/>
    <address>和平大道九号</address>
    <address_id/>
    <zipcode/>
    <lat>30.5791</lat>
    <long>114.3512</long>
    <media_url/>
  </request>
</service_requests>
"""
REQUEST: list[dict[str, Any]] = REQUESTS[:1]

ERRORS: list[dict[str, Any]] = [
    {"code": 403, "description": "这把钥匙不能用，请求没有登记"},
    {"code": 403, "description": "请向市政科申请钥匙"},
]
ERRORS_XML = """<?xml version="1.0" encoding="utf-8"?>
<errors>
  <error>
    <code>403</code>
    <description>这把钥匙不能用，请求没有登记</description>
  </error>
  <error>
    <code>403</code>
    <description>请向市政科申请钥匙</description>
  </error>
</errors>
"""

DISCOVERY: dict[str, Any] = {
    "changeset": "2026-03-01 09:00",
    "contact": "请打市政科值班电话",
    "key_service": "请向市政科申请钥匙",
    "endpoints": [
        {
            "specification": "http://wiki.open311.org/GeoReport_v2",
            "url": "https://platform.example/v2",
            "changeset": "2026-03-01 09:00",
            "type": "production",
            "formats": ["text/xml"],
        },
        {
            "specification": "http://wiki.open311.org/GeoReport_v2",
            "url": "https://platform.example/try/v2",
            "changeset": "2026-02-01 09:00",
            "type": "test",
            "formats": ["text/xml", "application/json"],
        },
    ],
}
DISCOVERY_XML = """<?xml version="1.0" encoding="utf-8"?>
<discovery>
  <changeset>2026-03-01 09:00</changeset>
  <contact>请打市政科值班电话</contact>
  <key_service>请向市政科申请钥匙</key_service>
  <endpoints>
    <endpoint>
      <specification>http://wiki.open311.org/GeoReport_v2</specification>
      <url>https://platform.example/v2</url>
      <changeset>2026-03-01 09:00</changeset>
      <type>production</type>
      <formats>
        <format>text/xml</format>
      </formats>
    </endpoint>
    <endpoint>
      <specification>http://wiki.open311.org/GeoReport_v2</specification>
      <url>https://platform.example/try/v2</url>
      <changeset>2026-02-01 09:00</changeset>
      <type>test</type>
      <formats>
        <format>text/xml</format>
        <format>application/json</format>
      </formats>
    </endpoint>
  </endpoints>
</discovery>
"""
