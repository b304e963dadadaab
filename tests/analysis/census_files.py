"""Tables in the published layouts, of invented areas with invented people."""

from __future__ import annotations

SEX_LONG = """\
Lower tier local authorities Code,Lower tier local authorities,Sex (2 categories) Code,\
Sex (2 categories),Observation
W06999001,Glynmorfa,1,Female,61200
W06999001,Glynmorfa,2,Male,58800
E07999002,Thornmere,1,Female,40500
E07999002,Thornmere,2,Male,39500
"""

SEX_AND_AGE_LONG = """\
Lower tier local authorities Code,Lower tier local authorities,\
Sex (2 categories) Code,Sex (2 categories),Age (B) (3 categories) Code,Age (B) (3 categories),Observation
W06999001,Glynmorfa,1,Female,1,Aged 15 years and under,10000
W06999001,Glynmorfa,1,Female,2,Aged 16 years and over,51200
W06999001,Glynmorfa,2,Male,1,Aged 15 years and under,10500
W06999001,Glynmorfa,2,Male,2,Aged 16 years and over,48300
"""

SEX_WIDE = """\
date,geography,geography code,Sex: All persons; measures: Value,Sex: Female; measures: Value,\
Sex: Male; measures: Value
2021,Glynmorfa,W06999001,120000,61200,58800
2021,Thornmere,E07999002,80000,40500,39500
"""

AGE_WIDE = """\
date,geography,geography code,Age: Total,Age: Aged 4 years and under,Age: Aged 5 to 14 years,\
Age: Aged 15 to 19 years,Age: Aged 20 to 24 years,Age: Aged 25 to 64 years,Age: Aged 65 to 84 years,\
Age: Aged 85 years and over
2021,Glynmorfa,W06999001,"120,000",6000,12000,6500,6500,60000,25000,4000
"""

RACE_WIDE = """\
date,geography,geography code,Ethnic group: Total: All usual residents,\
"Ethnic group: Asian, Asian British or Asian Welsh",\
"Ethnic group: Asian, Asian British or Asian Welsh: Indian",\
"Ethnic group: Asian, Asian British or Asian Welsh: Other Asian",\
"Ethnic group: Black, Black British, Black Welsh, Caribbean or African",\
"Ethnic group: Black, Black British, Black Welsh, Caribbean or African: African",\
"Ethnic group: Black, Black British, Black Welsh, Caribbean or African: Caribbean",\
Ethnic group: Mixed or Multiple ethnic groups,Ethnic group: White,\
"Ethnic group: White: English, Welsh, Scottish, Northern Irish or British",Ethnic group: White: Irish,\
Ethnic group: White: Other White,Ethnic group: Other ethnic group
2021,Glynmorfa,W06999001,120000,3000,2000,1000,1200,700,500,1800,113000,110000,1000,2000,1000
"""

DISABILITY_WIDE = """\
date,geography,geography code,Disability: Total: All usual residents,\
Disability: Disabled under the Equality Act,\
Disability: Disabled under the Equality Act: Day-to-day activities limited a lot,\
Disability: Disabled under the Equality Act: Day-to-day activities limited a little,\
Disability: Not disabled under the Equality Act,\
Disability: Not disabled under the Equality Act: Has long term physical or mental health condition but \
day-to-day activities are not limited,\
Disability: Not disabled under the Equality Act: No long term physical or mental health conditions
2021,Glynmorfa,W06999001,120000,26000,12000,14000,94000,9000,85000
"""

RELIGION_LONG = """\
Lower tier local authorities Code,Lower tier local authorities,Religion (10 categories) Code,\
Religion (10 categories),Observation
W06999001,Glynmorfa,-8,Does not apply,0
W06999001,Glynmorfa,1,No religion,55000
W06999001,Glynmorfa,2,Christian,54000
W06999001,Glynmorfa,3,Buddhist,400
W06999001,Glynmorfa,4,Hindu,500
W06999001,Glynmorfa,5,Jewish,100
W06999001,Glynmorfa,6,Muslim,2000
W06999001,Glynmorfa,7,Sikh,200
W06999001,Glynmorfa,8,Other religion,800
W06999001,Glynmorfa,9,Not answered,7000
"""
