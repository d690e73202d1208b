-- Applications, namespaces, users and roles. Names of tables and columns follow PowerJob 5.1.
create table app_info (
  id bigint not null primary key,
  app_name varchar(255) not null,
  title varchar(255),
  password varchar(255),
  token_generation bigint,
  current_server varchar(255),
  namespace_id bigint,
  tags varchar(255),
  extra varchar(255),
  http_worker_networks varchar(2000),
  creator bigint,
  modifier bigint,
  gmt_create ${timestamp},
  gmt_modified ${timestamp},
  constraint uidx01_app_info unique (app_name)
);

create table namespace (
  id bigint not null primary key,
  code varchar(255) not null,
  name varchar(255),
  token varchar(255),
  status integer,
  dept varchar(255),
  tags varchar(255),
  extra varchar(255),
  creator bigint,
  modifier bigint,
  gmt_create ${timestamp},
  gmt_modified ${timestamp},
  constraint uidx01_namespace unique (code)
);

create table user_info (
  id bigint not null primary key,
  account_type varchar(255),
  username varchar(255) not null,
  nick varchar(255),
  password varchar(255),
  phone varchar(255),
  email varchar(255),
  web_hook varchar(255),
  token_login_verify_info varchar(255),
  extra varchar(255),
  origin_username varchar(255),
  status integer,
  token_generation bigint,
  gmt_create ${timestamp},
  gmt_modified ${timestamp},
  constraint uidx01_user_info unique (username)
);

create index uidx02_user_info on user_info (email);

create table pwjb_user_info (
  id bigint not null primary key,
  username varchar(255) not null,
  password varchar(255),
  extra varchar(255),
  must_change integer,
  gmt_create ${timestamp},
  gmt_modified ${timestamp},
  constraint uidx01_username unique (username)
);

create table user_role (
  id bigint not null primary key,
  user_id bigint,
  scope integer,
  target bigint,
  role integer,
  extra varchar(255),
  gmt_create ${timestamp},
  gmt_modified ${timestamp}
);

create index uidx01_user_id on user_role (user_id);

create index uidx02_target on user_role (scope, target);
